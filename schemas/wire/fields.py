"""Field types that take nothing for something else: no "12" for 12, no "on" for true, no naive times."""

# ruff: noqa: ARG002 -- the signatures are marshmallow's

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

LONGEST_URL = 2048
MOST_DIGITS = 40
LARGEST_EXPONENT = 60

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Marks that turn the direction of what follows: an id or a title with one can show as another.
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BIDI = re.compile(f"[{_TURNS}]")
# What no text may consist of alone, for those who check it by the contract's patterns.
_BLANK = r"\s\x00-\x20\x7f-\xa0"


# The flaws of a string that cannot be stored or shown truthfully: their own kind of problem.
UNSTORABLE_TEXT = "holds U+0000 or a lone surrogate"
BIDI_TEXT = "holds bidirectional control characters"
UNTRUE_TEXT = (UNSTORABLE_TEXT, BIDI_TEXT)


class Text(fields.String):
    """A string that Postgres and UTF-8 can hold: no U+0000, no lone surrogate."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if _UNSTORABLE.search(text):
            raise ValidationError(UNSTORABLE_TEXT)
        return text


class Filled(Text):
    """A text that says something: not empty, not only white space."""

    PATTERN = rf"[^\x00]*[^{_BLANK}][^\x00]*"

    def __init__(self, **options: Any) -> None:
        """The contract says what it can say of it."""
        options["metadata"] = {"minLength": 1, "pattern": self.PATTERN, **options.get("metadata", {})}
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.strip():
            raise ValidationError("is blank")
        return text


class Label(Filled):
    """A text that people compare by eye (an id, a title, a name): also no bidirectional controls."""

    PATTERN = rf"[^\x00{_TURNS}]*[^{_BLANK}{_TURNS}][^\x00{_TURNS}]*"

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if _BIDI.search(text):
            raise ValidationError(BIDI_TEXT)
        return text


class WebAddress(Text):
    """An http or https URL without user info, at most 2,048 characters."""

    def __init__(self, **options: Any) -> None:
        """The contract says what it can say of it."""
        said = {
            "maxLength": LONGEST_URL,
            "pattern": rf"https?://[^{_BLANK}@/?#:\[\]\\]+(:[1-9][0-9]{{0,3}})?([/?#][!-~]*)?",
        }
        options["metadata"] = {**said, **options.get("metadata", {})}
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        url = super()._deserialize(value, attr, data, **kwargs)
        if len(url) > LONGEST_URL:
            raise ValidationError(f"is longer than {LONGEST_URL} characters")
        if any(c.isspace() or unicodedata.category(c) in ("Cc", "Cf") for c in url):
            raise ValidationError("holds white space or control characters")
        try:
            parts = urlsplit(url)
            named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            raise ValidationError("is not a URL") from None
        if parts.scheme not in ("http", "https") or not named:
            raise ValidationError("is not an http or https URL")
        if "@" in parts.netloc:
            raise ValidationError("holds user information")
        return url


class Instant(fields.AwareDateTime):
    """An RFC 3339 time with its offset; written with the offset it carries (Z for UTC)."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise ValidationError("is not an RFC 3339 time with an offset, such as 2026-01-01T09:00:00+09:00")
        try:
            moment = datetime.fromisoformat(value.upper())
            moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("is no time that exists") from None
        return moment

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        text: str = value.isoformat()
        return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


class Day(fields.Date):
    """A calendar day, YYYY-MM-DD, no other ISO 8601 form."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValidationError("is not a day written YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError("is no day that exists") from None


class Exact(fields.Field[Decimal]):
    """An exact number as a decimal string: at most 40 significant digits and an exponent within ±60.

    The shape is checked before a Decimal is made: nine characters can ask for a billion digits. The contract's
    pattern cannot count digits: it lets 61 pass before the point and knows exponents of one digit.
    """

    PATTERN = r"-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,100})?([eE][+-]?[0-9])?"
    SHARE = r"0(\.[0-9]{1,39})?|1(\.0{1,39})?"

    def __init__(self, **options: Any) -> None:
        """The contract says what it can say of it."""
        between = isinstance(options.get("validate"), validate.Range)
        options["metadata"] = {"pattern": self.SHARE if between else self.PATTERN, **options.get("metadata", {})}
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or len(value) > 2 * LARGEST_EXPONENT or not _DECIMAL.fullmatch(value):
            raise ValidationError('is not a decimal string such as "12.5"')
        number = Decimal(value)
        significant = len(number.normalize().as_tuple().digits)
        if significant > MOST_DIGITS or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
            raise ValidationError(f"has more than {MOST_DIGITS} digits or an exponent beyond {LARGEST_EXPONENT}")
        return number

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(value, "f")


class Whole(fields.Integer):
    """An integer in JSON: not 1.9, not "12", not true; 12.0 is one, as JSON Schema has it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int:
            raise ValidationError("is not an integer")
        number = super()._deserialize(value, attr, data, **kwargs)
        return int(number)


class Truth(fields.Boolean):
    """true or false, nothing that only looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("is not true or false")
        return value


class Count(fields.Integer):
    """A whole number in a query string: digits only, no sign, no leading zero."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if not isinstance(value, str) or not _COUNT.fullmatch(value):
            raise ValidationError("is not a whole number")
        return int(value)


class Names(fields.Field[tuple[str, ...]]):
    """Names in a query string, joined by commas, each one of `choices` and given once."""

    def __init__(self, *choices: str, **kwargs: Any) -> None:
        one = f"({'|'.join(choices)})"
        kwargs["metadata"] = {"pattern": f"{one}(,{one})*", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)
        self.choices = choices

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, ...]:
        names = tuple(str(value).split(","))
        unknown = [name for name in names if name not in self.choices]
        if unknown:
            raise ValidationError(f"names {unknown[0][:40]!r}, which is none of: {', '.join(self.choices)}")
        if len(set(names)) != len(names):
            raise ValidationError("names something twice")
        return names


def at_most(characters: int) -> validate.Length:
    """No longer than this many code points."""
    return validate.Length(max=characters, error="is longer than {max} characters")


def one_of(*choices: str) -> validate.OneOf:
    """One of these words and nothing else."""
    return validate.OneOf(choices, error="is not one of: {choices}")


language_tag = validate.Regexp(
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z", error="is not a language tag such as ja or zh-Hant"
)
