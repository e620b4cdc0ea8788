"""Database and roles made from the addresses that the processes will use."""

from psycopg.conninfo import conninfo_to_dict

from schemas import roles


class Unprepared(Exception):
    """The addresses do not fit the roles."""


def prepare(superuser_url: str, *, migrator: str, api: str | None, worker: str | None) -> None:
    """Make the database and the three roles with the passwords that the addresses carry. Raises Unprepared."""
    password, database = _read(roles.MIGRATOR, migrator)
    passwords = roles.RolePasswords(password, _read(roles.API, api)[0], _read(roles.WORKER, worker)[0])
    roles.bootstrap(superuser_url, passwords, database)


def _read(role: str, url: str | None) -> tuple[str, str]:
    """The password and the database in the address, which must be the role's."""
    if url is None:
        raise Unprepared(f"Making the roles needs the address of every role: there is none for {role}.")
    parts = conninfo_to_dict(url)
    if parts.get("user") != role or not parts.get("password") or not parts.get("dbname"):
        raise Unprepared(
            f"An address names the wrong user, no password or no database: it must begin postgresql://{role}:"
        )
    return str(parts["password"]), str(parts["dbname"])
