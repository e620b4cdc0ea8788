-- A claim's way through the revisions of its article, and what it can be compared with elsewhere.
--
-- A claim is one row for as long as it is said: when a revision or a better extractor says it again
-- (docs/lineage.md: what "again" means), the row moves on and keeps its id, its verdicts and its
-- history. What it looked like in the revision that it leaves is kept here.

CREATE TABLE claim_placements (
    workspace_id    uuid NOT NULL,
    article_id      uuid NOT NULL,
    revision_id     uuid NOT NULL,
    revision_number integer NOT NULL,
    claim_id        uuid NOT NULL REFERENCES claims ON DELETE CASCADE,
    outcome         text NOT NULL CHECK (outcome IN ('added', 'kept', 'changed', 'removed')),  -- against the revision before
    quote_start     integer NOT NULL,
    claim_version   integer NOT NULL,
    document        json,             -- as it was here; null: as the claim's row has it now
    FOREIGN KEY (workspace_id, revision_id) REFERENCES revisions (workspace_id, id) ON DELETE CASCADE,
    PRIMARY KEY (revision_id, claim_id)
);
CREATE INDEX claim_placements_by_claim ON claim_placements (claim_id);
CREATE INDEX claim_placements_in_order ON claim_placements (workspace_id, article_id, revision_number, quote_start, claim_id);

ALTER TABLE claim_placements ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim_placements FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON claim_placements TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY api_sees_one_workspace ON claim_placements TO factclaims_api
    USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
CREATE POLICY worker_takes_the_tenant_from_the_row ON claim_placements TO factclaims_worker
    USING (true) WITH CHECK (true);
GRANT SELECT ON claim_placements TO factclaims_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON claim_placements TO factclaims_worker;

-- A revision may be queued again, for a better extractor: what is pending is as old as its queueing.
ALTER TABLE revisions ADD COLUMN queued_at timestamptz NOT NULL DEFAULT now();
GRANT UPDATE (attempts, next_publish_at, publishes, problem, finished_at, started_at, queued_at) ON revisions TO factclaims_api;
CREATE OR REPLACE FUNCTION queue_figures()
    RETURNS TABLE (state text, revisions bigint, retried bigint, oldest_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT state, count(*), count(*) FILTER (WHERE attempts > 1),
           extract(epoch FROM clock_timestamp() - min(queued_at))::double precision
      FROM public.revisions GROUP BY state
$$;

-- A claim that moves on may come back to a place where an older one of its kind once stood: only current
-- claims exclude each other (the index claims_once), and the rule for all of them goes.
ALTER TABLE claims DROP CONSTRAINT claims_revision_id_extractor_version_quote_start_quote_end__key;

-- What a value is comparable with (schemas/likeness.py) and how large it is: null is comparable with nothing.
-- A claim that repeats one with a published verdict names it; when that one is erased, it is open again.
ALTER TABLE claims
    ADD COLUMN measure text,
    ADD COLUMN magnitude double precision,
    ADD COLUMN checked_claim_id uuid REFERENCES claims ON DELETE SET NULL;
