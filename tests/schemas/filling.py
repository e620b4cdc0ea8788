# ruff: noqa: S608 -- what is put into a statement is a number of this file
"""Rows for every table at the revision that makes it, by plain SQL: a database that is in use while it is migrated."""

import psycopg

#: Rows in each table: so many that work on each of them is seen, few enough to be written quickly.
ROWS = 20_000
_N = f"generate_series(1, {ROWS}) n"

# In the order in which they depend on each other.
STATEMENTS = {
    "workspaces": f"INSERT INTO workspaces (name) SELECT 'w' || n FROM {_N}",
    "api_keys": "INSERT INTO api_keys (workspace_id, name, prefix, digest, scopes)"
    " SELECT id, 'k', 'p', sha256(name::bytea), '{admin}' FROM workspaces",
    "articles": "INSERT INTO articles (workspace_id, content_digest)"
    f" SELECT (SELECT min(id::text)::uuid FROM workspaces), sha256(n::text::bytea) FROM {_N}",
    "revisions": "INSERT INTO revisions (workspace_id, article_id, number, content_digest, text, request_id)"
    " SELECT workspace_id, id, 1, content_digest, 'It cost 3 million dollars.', 'r' FROM articles",
    "claims": "INSERT INTO claims (workspace_id, article_id, revision_id, revision_number, extractor_version, kind,"
    " value_type, quote_start, quote_end, language, worthiness, terms, document)"
    " SELECT workspace_id, article_id, id, 1, 'v', 'amount', 'Number', 0, 1, 'en', 1, '{word}', '{}' FROM revisions",
    "events": "INSERT INTO events (workspace_id, type, article_id, position)"
    " SELECT workspace_id, 'article.accepted', id, row_number() OVER () FROM articles",
    "idempotency_keys": "INSERT INTO idempotency_keys (workspace_id, key, request_digest, status, headers, body, expires_at)"
    " SELECT id, 'k', sha256('x'), 202, '{}', '{}', now() FROM workspaces",
    "heartbeats": f"INSERT INTO heartbeats (process, role) SELECT n, 'worker' FROM {_N}",
    "verdicts": "INSERT INTO verdicts (workspace_id, claim_id, round, reviewer, key_id, rating)"
    " SELECT workspace_id, id, 1, 'Anna', id, 'true' FROM claims",
    "review_history": "INSERT INTO review_history (workspace_id, claim_id, action, reviewer, key_id, before, after)"
    " SELECT workspace_id, claim_id, 'call', reviewer, key_id, '{}', '{}' FROM verdicts",
    "review_settings": "INSERT INTO review_settings (workspace_id, ratings, required, rules, lease_seconds,"
    " publish_when_judged, publisher) SELECT id, '[]', 2, '[]', 60, false, '{}' FROM workspaces",
    "claim_placements": "INSERT INTO claim_placements (workspace_id, article_id, revision_id, revision_number, claim_id,"
    " outcome, quote_start, claim_version) SELECT workspace_id, article_id, revision_id, 1, id, 'added', 0, 1 FROM claims",
    "forgotten_changes": "INSERT INTO forgotten_changes (workspace_id, position) SELECT id, 1 FROM workspaces",
    "webhooks": "INSERT INTO webhooks (workspace_id, url, events, secret)"
    " SELECT id, 'https://example.org/', '{claim.created}', 'sealed' FROM workspaces",
    "deliveries": "INSERT INTO deliveries (workspace_id, webhook_id, type, occurred_at)"
    " SELECT workspace_id, id, 'webhook.test', now() FROM webhooks",
    "delivery_attempts": "INSERT INTO delivery_attempts (workspace_id, delivery_id, started_at, milliseconds)"
    " SELECT workspace_id, id, now(), 1 FROM deliveries",
}


def fill(db: psycopg.Connection, names: set[str]) -> None:
    """Fill these tables, all of them new. KeyError names one that nobody has written rows for."""
    for name in sorted(names, key=list(STATEMENTS).index):
        made = db.execute(STATEMENTS[name].encode()).rowcount
        assert made == ROWS, name
        db.execute(b"ANALYZE " + name.encode())


def tables(db: psycopg.Connection) -> set[str]:
    """The tables that hold something of ours."""
    rows = db.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> 'alembic_version'"
    ).fetchall()
    return {name for (name,) in rows}
