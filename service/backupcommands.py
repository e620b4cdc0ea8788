"""`factclaims backup` and `factclaims restore`."""

from pathlib import Path

import click
import psycopg

from service import backup as copies
from service import rolesetup
from service.console import fail

_OWNER = click.option(
    "--database-url", envvar="MIGRATOR_DATABASE_URL", required=True, help="The database, as its owner."
)
_FAILURES = (copies.ProgramMissing, copies.BackupFailed, copies.NotEmpty, rolesetup.Unprepared)


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@_OWNER
def backup(target: Path, database_url: str) -> None:
    """Copy the whole database into the file TARGET, while everything goes on running."""
    try:
        copies.write(database_url, target)
    except (*_FAILURES, OSError) as error:
        fail(str(error))
    click.echo(
        f"{target}: {target.stat().st_size:,} bytes. It holds every workspace's texts: keep it as safe as the database."
    )


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_OWNER
@click.option(
    "--superuser-url", envvar="SUPERUSER_DATABASE_URL", help="Make the database and its roles first, as this superuser."
)
@click.option("--api-url", envvar="DATABASE_URL", help="With --superuser-url: the database, as the API.")
@click.option("--worker-url", envvar="WORKER_DATABASE_URL", help="With --superuser-url: the database, as the workers.")
def restore(
    source: Path, database_url: str, superuser_url: str | None, api_url: str | None, worker_url: str | None
) -> None:
    """Fill a new, empty database from the file SOURCE. What was pending in it is finished by the workers."""
    try:
        if superuser_url is not None:
            rolesetup.prepare(superuser_url, migrator=database_url, api=api_url, worker=worker_url)
        level = copies.restore(database_url, source)
    except _FAILURES as error:
        fail(str(error))
    except psycopg.Error as error:
        fail(f"The database does not answer: {str(error).strip().splitlines()[0]}")
    click.echo(f"Restored; the database stands at revision {level}. Now run: factclaims migrate")
