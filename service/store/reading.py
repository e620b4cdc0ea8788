"""Reading in one round trip: the tenant and the statement travel as one message.

Statements that are sent together in the simple protocol are one implicit transaction, so the tenant
set in front of a statement holds for it and for nothing afterwards. A transaction of its own would
cost three round trips more, which is most of what listing claims takes.
"""

from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import ClientCursor
from psycopg.abc import Params, Query
from psycopg.rows import TupleRow

#: The setting app.sight of a caller who may see articles under embargo.
EMBARGOED = "embargoed"


class TenantConnection(psycopg.Connection[TupleRow]):
    """A connection that can be lent to the readers of one workspace."""

    tenant: UUID | None = None
    sight: str = ""


class TenantCursor(ClientCursor[Any]):
    """Puts the workspace of its connection in front of each statement. Values are quoted by psycopg."""

    def execute(
        self, query: Query, params: Params | None = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """Run one reading statement in the workspace; its rows are what fetch gives."""
        assert isinstance(query, str)  # noqa: S101 - for the type checker: the stores' statements are strings
        tenant = getattr(self.connection, "tenant", None)
        if tenant is None:
            raise RuntimeError("a reading cursor outside of Database.reading()")
        sight = getattr(self.connection, "sight", "")
        before = f"SET LOCAL app.workspace = '{tenant}'; SET LOCAL app.sight = '{sight}'; "
        super().execute(before + query, params, prepare=prepare, binary=binary)
        self.nextset()
        self.nextset()
        return self
