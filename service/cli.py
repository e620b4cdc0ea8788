"""`factclaims …`: the command line. Everything but `up`, `migrate` and the first key goes through the API."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import psycopg
from sqlalchemy.exc import SQLAlchemyError

from schemas import migrate as schema
from schemas.wire.claimquery import ClaimQuery
from service import (
    backupcommands,
    claim_table,
    doctortable,
    keycommands,
    local,
    reextractcommand,
    retentioncommand,
    reviewcommand,
    rolesetup,
    submission,
    watchcommand,
)
from service.client import Client
from service.console import Moment, console, fail, one_line_errors, talks_to_api
from service.doctor import examine

R = TypeVar("R")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="factclaims")
def main() -> None:
    """Article in, quantified claims out."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address the API listens on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port the API listens on.")
@click.option(
    "--data", default=".local", show_default=True, type=click.Path(path_type=Path), help="Where the data are kept."
)
@click.option("--article", type=click.Path(path_type=Path), help="Show the claims of this file instead of the sample.")
@click.option("--published", type=Moment(), help="When the article was published; not sent unless named.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that extract.")
@one_line_errors
def up(*, host: str, port: int, data: Path, article: Path | None, published: datetime | None, workers: int) -> None:
    """Start PostgreSQL, Redis, API, relay and worker here; show an article's claims; serve until Ctrl-C."""
    options = local.Options(folder=data, host=host, port=port, article=article, published=published, workers=workers)
    sys.exit(local.up(options, dict(os.environ), console()))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", type=Moment(), help="When the articles were published; not sent unless named.")
@click.option("--json", "as_json", is_flag=True, help="Print one claim per line as JSON, nothing else.")
@talks_to_api
@one_line_errors
def submit(client: Client, *, files: tuple[Path, ...], published: datetime | None, as_json: bool) -> None:
    """Submit FILES, wait until they are extracted, and print their claims."""
    documents = [submission.read(path, published) for path in files]
    reader = console(stderr=as_json)
    failed = False
    for document in documents:
        state = submission.submit(client, document, reader)
        if state.state != "extracted":
            failed = True
            click.echo(f"{document.name}: {state.state}: {state.problem or 'no reason given'}", err=True)
            continue
        show(client.article_claims(state.id), as_json=as_json)
    sys.exit(1 if failed else 0)


def show(claims: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    """Print claims as a table, or as one line of JSON each."""
    if not as_json:
        claim_table.show(claims, console())
        return
    for claim in claims:
        click.echo(json.dumps(claim, ensure_ascii=False))


def claim_filters(command: Callable[..., R]) -> Callable[..., R]:
    """Give the command an option for every filter of the API's listing: the wire schema is the list."""
    for field in reversed(list(ClaimQuery().fields.values())):
        name = str(field.data_key)
        if name not in ("cursor", "fields"):
            option = "--" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
            command = click.option(option, name.lower(), help=field.metadata.get("description"))(command)
    return command


@main.command()
@claim_filters
@click.option("--json", "as_json", is_flag=True, help="Print one claim per line as JSON, nothing else.")
@talks_to_api
@one_line_errors
def claims(client: Client, *, as_json: bool, limit: str | None, **filters: str | None) -> None:
    """List claims. Filters are joined by and; all claims that match unless --limit says how many."""
    names = {str(field.data_key).lower(): str(field.data_key) for field in ClaimQuery().fields.values()}
    query = {names[name]: value for name, value in filters.items() if value is not None}
    if limit is not None and not limit.isdecimal():
        fail(f"--limit {limit} is no whole number.")
    show(client.pages("/v1/claims", query, int(limit) if limit else None), as_json=as_json)


@main.command()
@click.option("--database-url", envvar="MIGRATOR_DATABASE_URL", required=True, help="The database, as its owner.")
@click.option(
    "--superuser-url", envvar="SUPERUSER_DATABASE_URL", help="Also make the database and its roles, as this superuser."
)
@click.option("--api-url", envvar="DATABASE_URL", help="With --superuser-url: the database, as the API.")
@click.option("--worker-url", envvar="WORKER_DATABASE_URL", help="With --superuser-url: the database, as the workers.")
def migrate(database_url: str, superuser_url: str | None, api_url: str | None, worker_url: str | None) -> None:
    """Bring the database to the newest revision. May be repeated."""
    try:
        if superuser_url is not None:
            rolesetup.prepare(superuser_url, migrator=database_url, api=api_url, worker=worker_url)
        schema.upgrade(database_url)
        click.echo(f"The database stands at revision {schema.current(database_url)}.")
    except rolesetup.Unprepared as error:
        fail(str(error))
    except (psycopg.Error, SQLAlchemyError) as error:
        fail(f"The database cannot be migrated: {str(error).strip().splitlines()[0]}")


@main.command()
@click.option(
    "--data", envvar="PGDATA", type=click.Path(path_type=Path), help="PostgreSQL's data, if on this machine: its disk."
)
def doctor(data: Path | None) -> None:
    """Check settings, servers, migrations, clock, processes and queue; say what to do. Exits with 1 if something is wrong.

    Reads the same variables as the API, and REDIS_URL.
    """
    sys.exit(1 if doctortable.show(list(examine(dict(os.environ), data)), console()) else 0)


main.add_command(keycommands.keys)
main.add_command(watchcommand.watch)
main.add_command(reextractcommand.reextract)
main.add_command(backupcommands.backup)
main.add_command(backupcommands.restore)
main.add_command(reviewcommand.review)
main.add_command(retentioncommand.command)


if __name__ == "__main__":
    main()
