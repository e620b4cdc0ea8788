"""How an API key is written: `fc_<8 to recognise it>_<32 secret><7 checksum>`, all base32 in lower case.

The secret is 160 random bits. The checksum lets a truncated or mistyped key be refused, and a leaked
one be found by scanners, without a look into the database. Only the SHA-256 of the whole is stored:
a secret this long needs no slow hash.
"""

import base64
import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass, field

_SHOWN_BYTES = 5
_SECRET_BYTES = 20
_SHAPE = re.compile(r"(fc_[a-z2-7]{8})_([a-z2-7]{32})([a-z2-7]{7})")


@dataclass(frozen=True, slots=True)
class ApiKeyText:
    """A key as its owner holds it; never logged, stored or shown again."""

    text: str = field(repr=False)
    prefix: str

    @property
    def digest(self) -> bytes:
        """What is stored of it."""
        return hashlib.sha256(self.text.encode("ascii")).digest()


def make() -> ApiKeyText:
    """A new key from the system's randomness."""
    prefix = "fc_" + _base32(secrets.token_bytes(_SHOWN_BYTES))
    body = f"{prefix}_{_base32(secrets.token_bytes(_SECRET_BYTES))}"
    return ApiKeyText(body + _checksum(body), prefix)


def parse(text: str) -> ApiKeyText | None:
    """The key that `text` writes; None when it is none or its checksum is wrong."""
    match = _SHAPE.fullmatch(text)
    if match is None or _checksum(text[:-7]) != match.group(3):
        return None
    return ApiKeyText(text, match.group(1))


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").lower().rstrip("=")


def _checksum(body: str) -> str:
    return _base32(zlib.crc32(body.encode("ascii")).to_bytes(4, "big"))
