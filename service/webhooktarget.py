"""Whether an endpoint may be registered: by its address as it is written, and by what its name leads to now.

What a name leads to can change a second later, so the courier decides again by the address that it connects to. A name
that nobody knows yet, or not in time, is taken: endpoints are registered before their servers stand, and from
machines that resolve no public names.
"""

from schemas import resolving, targets
from schemas.resolving import Resolver
from schemas.targets import ForbiddenTarget
from service import errors
from service.errors import Flaw

SECONDS = 2.0  # a registration waits so long for a resolver


def check(url: str, resolve: Resolver, *, loopback: bool) -> None:
    """Raises WebhookTargetForbidden with a pointer. `loopback` opens this machine, for development and tests."""
    try:
        target = targets.parse(url, loopback=loopback)
    except ForbiddenTarget as error:
        raise _refusal(str(error)) from error
    if target.literal is not None:
        return
    try:
        found = resolve(target.host, target.port, SECONDS)
    except (resolving.UnknownName, resolving.SlowResolver):
        return
    if not all(targets.permitted(address, loopback=loopback) for address in found):
        raise _refusal("names a host that leads to an address that is not public")


def _refusal(reason: str) -> errors.WebhookTargetForbidden:
    return errors.WebhookTargetForbidden(flaws=(Flaw("/url", reason),))
