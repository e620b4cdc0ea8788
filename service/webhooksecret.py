"""The secret that an endpoint's messages are signed with: made, shown once, sealed."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.sealing import Seal
from service import errors

_BYTES = 32  # the specification wants 24 to 64


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret as its owner sees it this once, and as it is kept."""

    text: str = field(repr=False)
    sealed: str = field(repr=False)


def make(keys: Sequence[str]) -> Secret:
    """A new secret. Raises WebhooksNotConfigured when there is no key to seal it with."""
    if not keys:
        raise errors.WebhooksNotConfigured
    secret = secrets.token_bytes(_BYTES)
    return Secret("whsec_" + base64.b64encode(secret).decode("ascii"), Seal(keys).close(secret))
