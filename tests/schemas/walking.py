"""A walk over all revisions, with every table full before the next step is taken."""

from dataclasses import dataclass

import psycopg

from schemas import migrate
from tests.databases import Database
from tests.schemas import catalogue, lockwatch
from tests.schemas.filling import fill, tables
from tests.schemas.lockwatch import Held

FIRST, *STEPS = migrate.revisions()


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did to a database in use."""

    held: list[Held]
    breaks: list[str]


def walk(database: Database) -> dict[str, Step]:
    """Bring an empty database to the newest revision, a step at a time; it is full and watched afterwards."""
    steps: dict[str, Step] = {}
    migrate.upgrade(database.migrator_url, FIRST)
    with psycopg.connect(database.superuser_url, autocommit=True) as db:
        filled: set[str] = set()
        lockwatch.watch(db)
        for revision in STEPS:
            fill(db, tables(db) - filled)
            filled = tables(db)
            since, before = lockwatch.mark(db), catalogue.read(db)
            migrate.upgrade(database.migrator_url, revision)
            steps[revision] = Step(lockwatch.held(db, since, filled), catalogue.breaks(before, catalogue.read(db)))
        fill(db, tables(db) - filled)
    return steps
