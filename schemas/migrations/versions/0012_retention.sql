-- What is kept for a time only. Each kind is forgotten by a function of the owner, a batch at a time: so the worker's role,
-- which runs it, may delete no event and no article, and change no text, but what is older than it says, and never
-- what is younger than a day.

-- Up to where the changes of a workspace are forgotten: a cursor below would skip them. Positions go on behind it.
CREATE TABLE forgotten_changes (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    position     bigint NOT NULL,
    forgotten_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE forgotten_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE forgotten_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON forgotten_changes TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY api_sees_one_workspace ON forgotten_changes TO factclaims_api
    USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)
    WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
CREATE POLICY worker_takes_the_tenant_from_the_row ON forgotten_changes TO factclaims_worker USING (true) WITH CHECK (true);
GRANT SELECT ON forgotten_changes TO factclaims_api, factclaims_worker;

-- Events in the order of their ids, which is nearly that of time: the oldest ones are looked at, no others. A delivery of
-- such an event that still waits (for an endpoint that is switched off) goes with it.
CREATE FUNCTION forget_changes(kept interval, most integer) RETURNS integer
    LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    WITH old AS (
        SELECT id FROM (SELECT id, created_at, position FROM public.events ORDER BY id LIMIT most) AS oldest
         WHERE position IS NOT NULL AND created_at < now() - greatest(kept, interval '1 day')),
    undelivered AS (DELETE FROM public.deliveries WHERE event_id IN (SELECT id FROM old)),
    forgotten AS (DELETE FROM public.events WHERE id IN (SELECT id FROM old) RETURNING workspace_id, position),
    reached AS (
        INSERT INTO public.forgotten_changes AS known (workspace_id, position)
        SELECT workspace_id, max(position) FROM forgotten GROUP BY workspace_id ORDER BY workspace_id
        ON CONFLICT (workspace_id) DO UPDATE
            SET position = greatest(known.position, excluded.position), forgotten_at = now())
    SELECT count(*)::integer FROM forgotten
$$;

-- Erased articles: what is left of one is its id.
CREATE FUNCTION forget_tombstones(kept interval, most integer) RETURNS integer
    LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    WITH forgotten AS (
        DELETE FROM public.articles WHERE id IN (
            SELECT id FROM public.articles WHERE erased_at < now() - greatest(kept, interval '1 day')
             ORDER BY erased_at LIMIT most)
        RETURNING id)
    SELECT count(*)::integer FROM forgotten
$$;

-- The texts of earlier revisions, that long after a later one was extracted. No article is submitted with an empty text, so
-- an empty one is one that was forgotten; what was said of its claims stays.
ALTER TABLE revisions ADD COLUMN forgot_earlier_at timestamptz;
CREATE FUNCTION forget_earlier_texts(kept interval, most integer) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
DECLARE later uuid[];
BEGIN
    SELECT array_agg(id) INTO later FROM (
        SELECT id FROM public.revisions r
         WHERE number > 1 AND state = 'extracted' AND forgot_earlier_at IS NULL
           AND finished_at < now() - greatest(kept, interval '1 day')
           AND NOT EXISTS (SELECT FROM public.revisions e WHERE e.article_id = r.article_id AND e.number < r.number
                                                            AND e.state IN ('queued', 'running'))
         ORDER BY finished_at LIMIT most FOR NO KEY UPDATE SKIP LOCKED) AS old;
    UPDATE public.revisions SET forgot_earlier_at = now() WHERE id = ANY (later);
    UPDATE public.revisions e SET text = '' FROM public.revisions r
     WHERE r.id = ANY (later) AND e.article_id = r.article_id AND e.number < r.number AND e.text <> '';
    RETURN coalesce(cardinality(later), 0);
END
$$;

REVOKE ALL ON FUNCTION forget_changes(interval, integer), forget_tombstones(interval, integer),
                       forget_earlier_texts(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_changes(interval, integer), forget_tombstones(interval, integer),
                          forget_earlier_texts(interval, integer) TO factclaims_worker;
