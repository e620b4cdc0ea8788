"""The first key of a workspace: made beside the API, because the API asks for a key before it makes one."""

import psycopg

from schemas.records import Scope
from service import apikey
from service.apikey import ApiKeyText
from service.store import keys


def make(migrator_url: str, workspace: str, name: str) -> ApiKeyText:
    """Make the workspace unless it exists, and a key in it that may do everything. Shown nowhere else.

    `migrator_url` connects as the owner of the tables. Raises psycopg.Error.
    """
    key = apikey.make()
    with psycopg.connect(migrator_url) as db:
        tenant = keys.add_workspace(db, workspace)
        keys.add(db, tenant.id, name, key.prefix, key.digest, [str(scope) for scope in Scope], None)
    return key


def is_live(migrator_url: str, text: str) -> bool:
    """Whether the database knows this key and would let it in."""
    key = apikey.parse(text)
    if key is None:
        return False
    with psycopg.connect(migrator_url) as db:
        standing = keys.authenticate(db, key.digest)
    return standing is not None and standing.standing == "live"
