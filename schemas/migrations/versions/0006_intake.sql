-- Embargoes, and where a text comes from.
--
-- An article under embargo is extracted at once, and hidden: from every key that neither writes articles nor
-- reviews (app.sight is not 'embargoed'), in every statement, by row level security. Nobody can forget it in a query.

ALTER TABLE articles
    ADD COLUMN embargo_until     timestamptz,
    ADD COLUMN embargo_lifted_at timestamptz,   -- when its claims were announced to those who had not seen them
    ADD CHECK (embargo_until IS NOT NULL OR embargo_lifted_at IS NULL);
CREATE INDEX articles_under_embargo ON articles (embargo_until)
    WHERE embargo_until IS NOT NULL AND embargo_lifted_at IS NULL;

ALTER TABLE revisions
    ADD COLUMN source_format text NOT NULL DEFAULT 'text' CHECK (source_format IN ('text', 'html', 'ninjs')),
    ADD COLUMN source_digest bytea CHECK (length(source_digest) = 32);     -- SHA-256 of what the text was taken from

-- An event that tells again, at the end of an embargo, what only some could see when it happened.
ALTER TABLE events ADD COLUMN lifts_embargo boolean NOT NULL DEFAULT false;

-- The current workspace's articles that are hidden now. A function of the owner: under the policies below a
-- query of one's own would not see what it has to hide.
CREATE FUNCTION embargoed_articles() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path = pg_catalog, public
AS $$
    SELECT id FROM public.articles
     WHERE embargo_until IS NOT NULL AND embargo_lifted_at IS NULL AND embargo_until > now()
       AND workspace_id = nullif(current_setting('app.workspace', true), '')::uuid
$$;
REVOKE ALL ON FUNCTION embargoed_articles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION embargoed_articles() TO factclaims_api;

-- Restrictive: on top of the tenant's policy. The subqueries run once a statement.
DO $$
DECLARE hidden record;
BEGIN
    FOR hidden IN SELECT * FROM (VALUES ('articles', 'id'), ('revisions', 'article_id'), ('claims', 'article_id'),
                                        ('claim_placements', 'article_id'), ('events', 'article_id'))
                                 AS listed (of_table, article)
    LOOP
        EXECUTE format('CREATE POLICY embargo_hides ON %I AS RESTRICTIVE FOR SELECT TO factclaims_api '
                       'USING ((SELECT coalesce(current_setting(''app.sight'', true), '''') = ''embargoed'') '
                       'OR %2$I IS NULL OR %2$I NOT IN (SELECT embargoed_articles()))',
                       hidden.of_table, hidden.article);
    END LOOP;
END
$$;

GRANT UPDATE (embargo_lifted_at) ON articles TO factclaims_worker;
