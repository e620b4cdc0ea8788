-- Webhooks. An endpoint says what it wants to hear of; the one writer of positions makes a delivery of each
-- event for each endpoint in the transaction that gives the event its position, so there is exactly one.
-- A delivery is a job like a revision: a lease with a token, attempts, and a time before which nobody rings.

CREATE TABLE webhooks (
    id              uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id    uuid NOT NULL REFERENCES workspaces,
    url             text NOT NULL CHECK (length(url) BETWEEN 1 AND 2048),
    description     text,
    events          text[] NOT NULL CHECK (cardinality(events) > 0),
    kinds           text[],             -- what claims must be; null: anything
    languages       text[],
    publishers      text[],
    min_worthiness  smallint CHECK (min_worthiness BETWEEN 0 AND 1000),     -- thousandths
    embargoed       boolean NOT NULL DEFAULT false,     -- hears of articles under embargo at once
    enabled         boolean NOT NULL DEFAULT true,
    disabled_reason text CHECK (disabled_reason IN ('owner', 'gone', 'failing')),
    secret          text NOT NULL,      -- sealed: schemas/sealing.py
    previous_secret text,               -- signs beside it until
    previous_until  timestamptz,
    version         integer NOT NULL DEFAULT 1,
    failures        integer NOT NULL DEFAULT 0,     -- in a row
    failing_since   timestamptz,
    paused_until    timestamptz,        -- nothing is sent before: it said so (Retry-After), or failed
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (workspace_id, id),
    CHECK (enabled = (disabled_reason IS NULL)),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

CREATE TABLE deliveries (
    id              uuid PRIMARY KEY DEFAULT uuid_v7(),     -- the receiver's webhook-id, the same at every attempt
    workspace_id    uuid NOT NULL,
    webhook_id      uuid NOT NULL,
    event_id        bigint REFERENCES events,   -- null: a test
    type            text NOT NULL,
    occurred_at     timestamptz NOT NULL,
    state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'delivered', 'failed')),
    attempts        integer NOT NULL DEFAULT 0,             -- since it was queued or replayed
    lease_token     uuid,
    leased_until    timestamptz,
    due_at          timestamptz NOT NULL DEFAULT now(),     -- nobody tries before
    next_publish_at timestamptz NOT NULL DEFAULT now(),     -- when the relay rings (again); not before due_at
    publishes       integer NOT NULL DEFAULT 0,
    response_status smallint,           -- of the last attempt; null: no answer
    problem         text,               -- of the last attempt, in a sentence for the reader
    created_at      timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz,
    FOREIGN KEY (workspace_id, webhook_id) REFERENCES webhooks (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, id),
    UNIQUE (webhook_id, event_id),
    CHECK ((state = 'running') = (lease_token IS NOT NULL)),
    CHECK ((lease_token IS NULL) = (leased_until IS NULL))
);
CREATE INDEX deliveries_to_publish ON deliveries (webhook_id, next_publish_at) WHERE state = 'queued';
CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE state = 'running';
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, id DESC);
CREATE INDEX deliveries_by_event ON deliveries (event_id);
CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE delivery_attempts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id    uuid NOT NULL,
    delivery_id     uuid NOT NULL,
    started_at      timestamptz NOT NULL,
    milliseconds    integer NOT NULL,
    response_status smallint,
    problem         text,               -- null: it was delivered
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES deliveries (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, id);

DO $$
DECLARE tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['webhooks', 'deliveries', 'delivery_attempts']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)',
                       tenant_table);
        EXECUTE format('CREATE POLICY api_sees_one_workspace ON %I TO factclaims_api '
                       'USING (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid) '
                       'WITH CHECK (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid)',
                       tenant_table);
        EXECUTE format('CREATE POLICY worker_takes_the_tenant_from_the_row ON %I TO factclaims_worker '
                       'USING (true) WITH CHECK (true)', tenant_table);
    END LOOP;
END
$$;

-- How the deliveries stand, over all tenants: numbers only.
CREATE FUNCTION delivery_figures()
    RETURNS TABLE (state text, deliveries bigint, oldest_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT state, count(*), extract(epoch FROM clock_timestamp() - min(created_at))::double precision
      FROM public.deliveries WHERE state IN ('queued', 'running') GROUP BY state
$$;
REVOKE ALL ON FUNCTION delivery_figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delivery_figures() TO factclaims_api;

GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks TO factclaims_api;
GRANT SELECT, INSERT, UPDATE (state, attempts, due_at, next_publish_at, publishes, problem, finished_at) ON deliveries
    TO factclaims_api;
GRANT SELECT ON delivery_attempts TO factclaims_api;

GRANT SELECT, UPDATE (enabled, disabled_reason, failures, failing_since, paused_until, updated_at) ON webhooks
    TO factclaims_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON deliveries TO factclaims_worker;
GRANT SELECT, INSERT ON delivery_attempts TO factclaims_worker;
