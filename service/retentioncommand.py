"""`factclaims retention`."""

import click
import psycopg
from rich.table import Table

from service.console import console, fail
from service.store import retention
from service.store.retention import Due, Kept

_NAMES = {
    "changes": "changes",
    "deliveries": "webhook deliveries that ended",
    "undelivered": "… that go with their change",
    "tombstones": "tombstones of erased articles",
    "earlier_texts": "texts of earlier revisions",
    "answers": "answers under an Idempotency-Key",
}


def _days(kind: str, default: int) -> click.Option:
    name = kind.replace("_", "-")
    return click.Option(
        [f"--{name}"],
        envvar=f"KEEP_{kind.upper()}_DAYS",
        type=click.IntRange(0),
        default=default,
        show_default=True,
        help="Days that these are kept; 0: for ever.",
    )


def report(database_url: str, **days: int) -> None:
    """Say what the relay would forget now, by its settings or by others; nothing is forgotten here.

    Counts over all workspaces. The settings are the relay's variables KEEP_…_DAYS, an option goes before them.
    """
    kept = Kept(**days)
    try:
        with psycopg.connect(database_url, autocommit=True) as db:
            found = retention.due(db, kept)
    except psycopg.Error as error:
        fail(f"The database cannot be asked: {str(error).strip().splitlines()[0]}")
    table = Table("what", "kept for", "would go", "oldest", "of all", box=None, pad_edge=False)
    for kind, name in _NAMES.items():
        table.add_row(name, _time(kind, days), *_cells(found[kind]))
    console().print(table)
    total = sum(each.due for each in found.values())
    console().print(f"\n{total:,} would go. Nothing was forgotten: the relay does it, every ten minutes.")


def _time(kind: str, days: dict[str, int]) -> str:
    if kind in days:
        return f"{days[kind]} days" if days[kind] else "ever"
    return ""


def _cells(found: Due) -> tuple[str, str, str]:
    oldest = "" if found.oldest is None else found.oldest.date().isoformat()
    return f"{found.due:,}", oldest, f"{found.all:,}"


_DATABASE = click.Option(
    ["--database-url"], envvar="MIGRATOR_DATABASE_URL", required=True, help="The database, as its owner."
)
command = click.Command(
    "retention",
    callback=report,
    help=report.__doc__,
    params=[_DATABASE, _days("changes", 0), _days("deliveries", 30), _days("tombstones", 0), _days("earlier_texts", 0)],
)
