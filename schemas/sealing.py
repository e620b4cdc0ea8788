"""Secrets at rest: sealed by the service when they are made, opened by the worker that signs with them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unsealable(Exception):
    """The secret was sealed with a key that is no longer here."""


class InvalidKey(ValueError):
    """A key is 32 bytes in URL-safe base64, as `factclaims keys webhook` prints it."""


class Seal:
    """Seals with the first key and opens with any: put a new key first, and what is old can still be read."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises InvalidKey. At least one key is needed."""
        try:
            self._keys = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise InvalidKey(InvalidKey.__doc__) from error

    def close(self, secret: bytes) -> str:
        """The secret, sealed: text that tells nothing without a key."""
        return self._keys.encrypt(secret).decode("ascii")

    def open(self, sealed: str) -> bytes:
        """The secret. Raises Unsealable."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken as error:
            raise Unsealable(Unsealable.__doc__) from error


def keys_in(text: str) -> tuple[str, ...]:
    """The keys in a setting, separated by commas; () when there are none. Raises InvalidKey."""
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if keys:
        Seal(keys)
    return keys


def make_key() -> str:
    """A new key for `Seal`."""
    return Fernet.generate_key().decode("ascii")
