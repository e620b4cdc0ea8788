"""A lease's JSON from its row."""

import json
from uuid import UUID

from schemas import claimjson
from schemas.wire.fields import Instant
from service import likenesses
from service.store.database import Db
from service.store.leases import LeaseRow

_INSTANT = Instant()


def write(db: Db, row: LeaseRow) -> str:
    """The lease as `schemas.wire.leases.Lease` has it."""
    claim = claimjson.write(row.claim, likenesses.count_similar(db, UUID(row.claim.id)))
    reviewer = json.dumps(row.reviewer, ensure_ascii=False)
    ends_at = json.dumps(_INSTANT.serialize("ends_at", row))
    return f'{{"id":"{row.id}","reviewer":{reviewer},"endsAt":{ends_at},"claim":{claim}}}'
