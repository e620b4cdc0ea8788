-- The first shape of everything that is stored: tenants, keys, articles, revisions, claims, events.
--
-- Every table that holds a customer's data carries workspace_id and has row level security enabled
-- and forced. Three database roles share it (schemas/roles.py creates them):
--
--   the owner            runs the migrations; its policy is open, because an owner could switch the
--                        policies off anyway and the functions below need to look across tenants;
--   factclaims_api       sees one workspace per transaction: the one in the setting app.workspace,
--                        which authenticate() sets from the presented key;
--   factclaims_worker    takes its tenant from the row it works on. A worker that wakes up for
--                        "whatever is due" cannot name the tenant beforehand, so its policy is open
--                        and its grants are narrow: it reads articles, moves a revision's state,
--                        writes claims and events, and sees neither keys nor workspaces.
--
-- Foreign keys repeat workspace_id, so that no row can hang below another tenant's row, whoever writes.
--
-- Only plpgsql is needed; Postgres 15 or newer (uuidv7() came with 18, hence the function below).

-- An id that sorts by the time of its making (RFC 9562 version 7, microseconds in the bits after the
-- milliseconds): new rows land at the end of every index, and "newest first" is the primary key's order.
CREATE FUNCTION uuid_v7() RETURNS uuid
    LANGUAGE sql VOLATILE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT encode(
        overlay(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send(microseconds / 1000) FROM 3) FROM 1 FOR 6)
            PLACING substring(int4send((28672 + microseconds % 1000 * 4096 / 1000)::integer) FROM 3) FROM 7 FOR 2),
        'hex')::uuid
    FROM (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint) AS clock (microseconds)
$$;


CREATE TABLE workspaces (
    id          uuid PRIMARY KEY DEFAULT uuid_v7(),
    name        text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
    id            uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id  uuid NOT NULL REFERENCES workspaces,
    name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    prefix        text NOT NULL,                       -- what a person sees of the key afterwards
    digest        bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes        text[] NOT NULL CHECK (
                      cardinality(scopes) > 0
                      AND scopes <@ ARRAY['articles:write', 'claims:read', 'review:write', 'admin']),
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz,
    revoked_at    timestamptz
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, id);

-- An article is an identity; what was sent is in its revisions.
CREATE TABLE articles (
    id              uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id    uuid NOT NULL REFERENCES workspaces,
    external_id     text,
    content_digest  bytea NOT NULL CHECK (length(content_digest) = 32),   -- of the latest revision
    latest_revision integer NOT NULL DEFAULT 1 CHECK (latest_revision > 0),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    erased_at       timestamptz,
    UNIQUE (workspace_id, id)
);
CREATE UNIQUE INDEX articles_by_external_id ON articles (workspace_id, external_id)
    WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX articles_by_content ON articles (workspace_id, content_digest)
    WHERE external_id IS NULL AND erased_at IS NULL;

-- A revision is the article as received at one time, and the job of extracting it.
CREATE TABLE revisions (
    id                uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id      uuid NOT NULL,
    article_id        uuid NOT NULL,
    number            integer NOT NULL CHECK (number > 0),
    content_digest    bytea NOT NULL CHECK (length(content_digest) = 32),
    text              text NOT NULL,
    text_length       integer NOT NULL GENERATED ALWAYS AS (char_length(text)) STORED,
    title             text,
    language          text,             -- as sent; else null until the worker has guessed it
    language_guessed  boolean NOT NULL DEFAULT false,
    published_at      timestamptz,
    published_offset  smallint CHECK (published_offset BETWEEN -1439 AND 1439),   -- minutes east of UTC, as sent
    url               text,
    publisher         text,
    authors           text[] NOT NULL DEFAULT '{}',
    state             text NOT NULL DEFAULT 'queued'
                      CHECK (state IN ('queued', 'running', 'extracted', 'failed', 'withdrawn')),
    attempts          integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_token       uuid,
    leased_until      timestamptz,
    next_publish_at   timestamptz NOT NULL DEFAULT now(),   -- when the relay rings (again)
    publishes         integer NOT NULL DEFAULT 0,           -- how often it rang: the back-off's exponent
    problem           text,             -- why it failed, in a sentence for the reader
    claim_count       integer,
    extractor_version text,
    request_id        text,
    accepted_at       timestamptz NOT NULL DEFAULT now(),
    started_at        timestamptz,
    finished_at       timestamptz,
    FOREIGN KEY (workspace_id, article_id) REFERENCES articles (workspace_id, id),
    UNIQUE (workspace_id, id),
    UNIQUE (article_id, number),
    CHECK ((published_at IS NULL) = (published_offset IS NULL)),
    CHECK ((state = 'running') = (lease_token IS NOT NULL)),
    CHECK ((lease_token IS NULL) = (leased_until IS NULL))
);
CREATE INDEX revisions_to_publish ON revisions (next_publish_at) WHERE state = 'queued';
CREATE INDEX revisions_leased ON revisions (leased_until) WHERE state = 'running';
CREATE INDEX revisions_unfinished ON revisions (accepted_at) WHERE state IN ('queued', 'running');
CREATE INDEX revisions_by_state ON revisions (state);

-- A claim: what is searched by is a typed column, the rest is its document.
--
-- Under row level security Postgres uses an index only for operators that cannot leak (comparing
-- integers, floats, dates, text, uuids; not numeric, not arrays). Hence worthiness in thousandths,
-- the float shadows of the exact bounds (an open end is infinite), and claims_with_terms() below.
CREATE TABLE claims (
    id                uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id      uuid NOT NULL,
    article_id        uuid NOT NULL,
    revision_id       uuid NOT NULL,
    revision_number   integer NOT NULL,
    extractor_version text NOT NULL,
    version           integer NOT NULL DEFAULT 1 CHECK (version > 0),
    status            text NOT NULL DEFAULT 'current'
                      CHECK (status IN ('current', 'superseded', 'withdrawn')),
    kind              text NOT NULL CHECK (kind IN ('date', 'amount', 'percentage')),
    value_type        text NOT NULL,
    quote_start       integer NOT NULL,
    quote_end         integer NOT NULL,
    language          text NOT NULL,
    publisher         text,
    speaker           text,
    subject           text,
    unit              text,
    lower_bound       numeric CHECK (abs(lower_bound) < 1e101),
    upper_bound       numeric CHECK (abs(upper_bound) < 1e101),
    lower_float       double precision GENERATED ALWAYS AS (
                          CASE WHEN coalesce(lower_bound, upper_bound) IS NOT NULL
                               THEN coalesce(lower_bound::double precision, '-Infinity') END) STORED,
    upper_float       double precision GENERATED ALWAYS AS (
                          CASE WHEN coalesce(lower_bound, upper_bound) IS NOT NULL
                               THEN coalesce(upper_bound::double precision, 'Infinity') END) STORED,
    earliest          date,             -- of a date, else of the period that the value is about; null: open
    latest            date,
    worthiness        smallint NOT NULL CHECK (worthiness BETWEEN 0 AND 1000),   -- thousandths
    terms             text[] NOT NULL DEFAULT '{}',     -- schemas.terms over sentence, subject, speaker
    review_state      text NOT NULL DEFAULT 'open',
    review_required   integer NOT NULL DEFAULT 1,
    review_submitted  integer NOT NULL DEFAULT 0,
    verdict           text,
    document          json NOT NULL,    -- json, not jsonb: sent as it stands, its order kept
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, article_id) REFERENCES articles (workspace_id, id),
    FOREIGN KEY (workspace_id, revision_id) REFERENCES revisions (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (revision_id, extractor_version, quote_start, quote_end, kind),
    CHECK (0 <= quote_start AND quote_start < quote_end),
    CHECK (lower_bound <= upper_bound),
    CHECK (earliest <= latest)
);
CREATE INDEX claims_by_worthiness ON claims (workspace_id, worthiness DESC, id DESC) WHERE status = 'current';
CREATE INDEX claims_by_time ON claims (workspace_id, id DESC) WHERE status = 'current';
CREATE INDEX claims_by_article ON claims (workspace_id, article_id, quote_start, id);
CREATE INDEX claims_by_unit ON claims (workspace_id, unit, upper_float) WHERE status = 'current';
CREATE INDEX claims_by_date ON claims (workspace_id, earliest, latest) WHERE status = 'current';
CREATE INDEX claims_by_terms ON claims USING gin (terms) WITH (fastupdate = off);

-- What happened, written in the transaction in which it happened: ids only, no customer's text, so
-- that erasing an article leaves nothing here. Positions are given afterwards by one writer, so that
-- a reader who follows them misses nothing that committed late.
CREATE TABLE events (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id   uuid NOT NULL REFERENCES workspaces,
    type           text NOT NULL,
    article_id     uuid,
    revision_id    uuid,
    claim_id       uuid,
    claim_version  integer,
    request_id     text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    position       bigint
);
CREATE UNIQUE INDEX events_by_position ON events (workspace_id, position) WHERE position IS NOT NULL;
CREATE INDEX events_without_position ON events (id) WHERE position IS NULL;

-- An answer that was given, kept in the transaction that earned it.
CREATE TABLE idempotency_keys (
    workspace_id    uuid NOT NULL REFERENCES workspaces,
    key             text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_digest  bytea NOT NULL CHECK (length(request_digest) = 32),
    status          smallint NOT NULL,
    headers         json NOT NULL,
    body            text NOT NULL,
    article_id      uuid,             -- so that erasing the article erases the kept answer
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, key)
);
CREATE INDEX idempotency_keys_to_forget ON idempotency_keys (expires_at);
CREATE INDEX idempotency_keys_by_article ON idempotency_keys (workspace_id, article_id);

-- One row per running relay or worker; no tenant's data, hence no policy.
CREATE TABLE heartbeats (
    process     text PRIMARY KEY,
    role        text NOT NULL CHECK (role IN ('relay', 'worker')),
    started_at  timestamptz NOT NULL DEFAULT now(),
    beat_at     timestamptz NOT NULL DEFAULT now()
);


-- Row level security -----------------------------------------------------------------------------
-- nullif(): a pooled connection whose setting was local to an earlier transaction reads '' afterwards,
-- and the bare cast would fail instead of hiding every row.

ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON workspaces TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY api_sees_one_workspace ON workspaces TO factclaims_api
    USING (id = nullif(current_setting('app.workspace', true), '')::uuid);

DO $$
DECLARE tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['api_keys', 'articles', 'revisions', 'claims', 'events', 'idempotency_keys']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)',
                       tenant_table);
        EXECUTE format('CREATE POLICY api_sees_one_workspace ON %I TO factclaims_api '
                       'USING (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid) '
                       'WITH CHECK (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid)',
                       tenant_table);
    END LOOP;
    FOREACH tenant_table IN ARRAY ARRAY['articles', 'revisions', 'claims', 'events', 'idempotency_keys']
    LOOP
        EXECUTE format('CREATE POLICY worker_takes_the_tenant_from_the_row ON %I TO factclaims_worker '
                       'USING (true) WITH CHECK (true)', tenant_table);
    END LOOP;
END
$$;


-- The three questions that must be asked across tenants, as functions that answer nothing more -----

-- Who presents this key? Also opens the transaction as that key's workspace, so that no statement of
-- the service chooses a tenant. No row: nobody knows the key.
CREATE FUNCTION authenticate(presented bytea)
    RETURNS TABLE (key_id uuid, tenant uuid, granted text[], standing text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
BEGIN
    SELECT k.id, k.workspace_id, k.scopes,
           CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked'
                WHEN k.expires_at <= now() THEN 'expired'
                ELSE 'live' END
      INTO key_id, tenant, granted, standing
      FROM public.api_keys k
     WHERE k.digest = presented;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF standing = 'live' THEN
        PERFORM set_config('app.workspace', tenant::text, true);
    END IF;
    RETURN NEXT;
END
$$;

-- The current workspace's claims that hold all of these terms. A function of the owner, because the
-- array operators may not use the index under row level security; it applies the tenant itself.
CREATE FUNCTION claims_with_terms(wanted text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 200
    SET search_path = pg_catalog, public
AS $$
    SELECT id FROM public.claims
     WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid
       AND terms @> wanted
$$;

-- How the queue stands, over all tenants: numbers only.
CREATE FUNCTION queue_figures()
    RETURNS TABLE (state text, revisions bigint, retried bigint, oldest_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT state, count(*), count(*) FILTER (WHERE attempts > 1),
           extract(epoch FROM clock_timestamp() - min(accepted_at))::double precision
      FROM public.revisions GROUP BY state
$$;

REVOKE ALL ON FUNCTION authenticate(bytea), claims_with_terms(text[]), queue_figures() FROM PUBLIC;


-- Rights -------------------------------------------------------------------------------------------

GRANT SELECT ON alembic_version TO factclaims_api, factclaims_worker;

GRANT SELECT ON workspaces, heartbeats TO factclaims_api;
GRANT SELECT, INSERT, UPDATE (name, expires_at, revoked_at) ON api_keys TO factclaims_api;
GRANT SELECT, INSERT, UPDATE ON articles TO factclaims_api;
GRANT SELECT, INSERT, DELETE, UPDATE (state, lease_token, leased_until) ON revisions TO factclaims_api;
GRANT SELECT, UPDATE (status, version, review_state, review_required, review_submitted, verdict, updated_at)
    ON claims TO factclaims_api;
GRANT SELECT, INSERT ON events TO factclaims_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO factclaims_api;
GRANT EXECUTE ON FUNCTION authenticate(bytea), claims_with_terms(text[]), queue_figures() TO factclaims_api;

GRANT SELECT ON articles TO factclaims_worker;
GRANT SELECT, UPDATE (state, attempts, lease_token, leased_until, next_publish_at, publishes, problem, claim_count,
                      language, language_guessed, extractor_version, started_at, finished_at)
    ON revisions TO factclaims_worker;
GRANT SELECT, INSERT, UPDATE ON claims TO factclaims_worker;
GRANT SELECT, INSERT, UPDATE (position) ON events TO factclaims_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON heartbeats TO factclaims_worker;
GRANT SELECT (expires_at), DELETE ON idempotency_keys TO factclaims_worker;
GRANT EXECUTE ON FUNCTION queue_figures() TO factclaims_worker;
