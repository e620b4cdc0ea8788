"""Who reviews: a key is either one person's, or a tool's whose requests name the person.

Reviewers are names in their workspace, not keys: a person who changes keys stays the same reviewer, and
two keys of one person cannot judge a claim twice.
"""

from flask import g

from service import errors
from service.auth import caller
from service.store import keys
from service.store.database import Db
from service.store.review import Actor


def actor(db: Db, named: str | None) -> Actor:
    """Who acts in this request: the key's person; for a tool's key the person `named`, or the tool by its name.

    Raises ReviewerFixed when a person's key names somebody else.
    """
    tool, person = keys.who(db, caller().key_id)
    if person is not None and named not in (None, person):
        raise errors.ReviewerFixed
    return Actor(caller().workspace_id, caller().key_id, person or named or tool, g.request_id)


def name(db: Db) -> str:
    """Who asks: the key's person, or the tool by its name."""
    tool, person = keys.who(db, caller().key_id)
    return person or tool
