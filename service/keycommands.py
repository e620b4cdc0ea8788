"""`factclaims keys …`."""

from datetime import datetime

import click
import psycopg
from rich.table import Table

from schemas.records import Scope
from schemas.sealing import make_key
from service import firstkey
from service.client import Client
from service.console import Moment, console, fail, one_line_errors, talks_to_api

SCOPES = tuple(str(scope) for scope in Scope)


@click.group()
def keys() -> None:
    """API keys: make, list, revoke."""


@keys.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="May be repeated.")
@click.option("--expires", type=Moment(), help="When the key ends; never unless named.")
@click.option("--reviewer", help="The person whose key it is: its reviews are theirs.")
@talks_to_api
@one_line_errors
def create(client: Client, name: str, scopes: tuple[str, ...], expires: datetime | None, reviewer: str | None) -> None:
    """Make a key called NAME and print it: it is shown this once."""
    body: dict[str, object] = {"name": name, "scopes": list(scopes)}
    if expires is not None:
        body["expiresAt"] = expires.isoformat()
    if reviewer is not None:
        body["reviewer"] = reviewer
    click.echo(client.request("POST", "/v1/keys", json=body)["key"])


@keys.command()
@click.argument("workspace")
@click.option("--name", default="first key", show_default=True)
@click.option("--database-url", envvar="MIGRATOR_DATABASE_URL", required=True, help="The database, as its owner.")
def first(workspace: str, name: str, database_url: str) -> None:
    """Make WORKSPACE and a key in it that may do everything, in the database itself; print the key."""
    try:
        click.echo(firstkey.make(database_url, workspace, name).text)
    except psycopg.Error as error:
        fail(f"The key cannot be made: {str(error).strip().splitlines()[0]}")


@keys.command()
def webhook() -> None:
    """Print a new key for WEBHOOK_KEYS, with which webhook secrets are sealed; put it before the ones in use."""
    click.echo(make_key())


@keys.command("list")
@talks_to_api
@one_line_errors
def list_keys(client: Client) -> None:
    """Print the workspace's keys, as they can be shown again."""
    table = Table("id", "key", "name", "scopes", "expires", "revoked", show_edge=False, header_style="bold")
    for key in client.request("GET", "/v1/keys")["items"]:
        scopes = " ".join(key["scopes"])
        table.add_row(key["id"], key["prefix"] + "…", key["name"], scopes, key["expiresAt"], key["revokedAt"])
    console().print(table)


@keys.command()
@click.argument("key_id", metavar="ID")
@talks_to_api
@one_line_errors
def revoke(client: Client, key_id: str) -> None:
    """End the key with this ID now."""
    client.request("DELETE", f"/v1/keys/{key_id}")
    click.echo(f"{key_id} is revoked.")
