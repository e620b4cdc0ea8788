"""All claims as a stream: page after page by their ids, so that a million of them take no more memory than a page.

No transaction and no connection is held while a reader takes its time. What changes meanwhile may or may not be in
the stream; the cursor of the feed of changes that is taken before it tells the rest.
"""

import time
from collections.abc import Callable, Iterator
from uuid import UUID

from schemas.claimjson import ClaimRow
from schemas.wire.exports import ExportQuestion
from service.store import claims
from service.store.database import Database

PAGE = 1000
SECONDS = 1800  # how long one stream may take, so that its place comes back


class CutOff(Exception):
    """The stream took too long; its reader sees that it broke off, and goes on behind the last line."""


def stream(
    database: Database, workspace_id: UUID, asked: ExportQuestion, write: Callable[[list[ClaimRow]], str]
) -> Iterator[bytes]:
    """The claims as `write` has them, in pieces. Raises CutOff."""
    end = time.monotonic() + SECONDS
    after = asked.after
    while True:
        with database.reading(workspace_id) as db:
            rows = claims.following(db, asked, after, PAGE)
        if rows:
            yield write(rows).encode()
        if len(rows) < PAGE:
            return
        if time.monotonic() > end:
            raise CutOff(CutOff.__doc__)
        after = UUID(rows[-1].id)


def after_head(begin: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces behind a beginning."""
    if begin:
        yield begin.encode()
    yield from pieces
