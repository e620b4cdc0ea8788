"""A lease's JSON from its row."""

import json

from schemas import claimjson
from schemas.wire.fields import Instant
from service.store.leases import LeaseRow

_INSTANT = Instant()


def write(row: LeaseRow) -> str:
    """The lease as `schemas.wire.leases.Lease` has it."""
    reviewer = json.dumps(row.reviewer, ensure_ascii=False)
    ends_at = json.dumps(_INSTANT.serialize("ends_at", row))
    return f'{{"id":"{row.id}","reviewer":{reviewer},"endsAt":{ends_at},"claim":{claimjson.write(row.claim)}}}'
