"""What every wire schema has in common: lowerCamelCase outside, unknown fields refused."""

import re
from typing import Any

from marshmallow import RAISE, Schema, fields

_UNDERSCORE = re.compile(r"_([a-z])")


class WireSchema(Schema):
    """snake_case in Python is lowerCamelCase in JSON; a field that nobody declared is an error."""

    class Meta:
        """Refuse what is unknown, keep the declared order."""

        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Name the field in JSON, unless its declaration did."""
        field_obj.data_key = field_obj.data_key or camel(field_name)


def camel(name: str) -> str:
    """lower_snake_case as lowerCamelCase."""
    return _UNDERSCORE.sub(lambda match: match.group(1).upper(), name)
