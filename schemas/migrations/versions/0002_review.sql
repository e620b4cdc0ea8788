-- The review desk: who holds which claim, what was said of it, and every change that was made.
--
-- Lease and "who has judged" live on the claim's own row, so that handing out the next claim is one
-- statement: FOR NO KEY UPDATE SKIP LOCKED reads a row again when somebody else changed it meanwhile,
-- and what it must not hand out twice has to be in that row. A lease is no state: it ends by its time,
-- and nobody has to sweep it.

-- A key that is one person. A key without this is a desk's tool: its requests name the reviewer.
ALTER TABLE api_keys ADD COLUMN reviewer text CHECK (length(reviewer) BETWEEN 1 AND 200);

ALTER TABLE claims
    ADD COLUMN review_round smallint NOT NULL DEFAULT 1 CHECK (review_round > 0),   -- reopening begins the next
    ADD COLUMN judged_by    text[] NOT NULL DEFAULT '{}',       -- whose verdicts this round has
    ADD COLUMN assigned_to  text,                               -- handed out to this reviewer only
    ADD COLUMN tags         text[] NOT NULL DEFAULT '{}',
    ADD COLUMN verdict_id   uuid,                               -- the verdict that decided, or corrected
    ADD COLUMN published_at timestamptz,                        -- when its verdict was first published
    ADD COLUMN lease_token  uuid,
    ADD COLUMN leased_until timestamptz,
    ADD COLUMN leased_by    text,
    ADD CHECK (review_state IN ('open', 'disputed', 'judged', 'published', 'alreadyChecked', 'dismissed')),
    ADD CHECK ((lease_token IS NULL) = (leased_until IS NULL) AND (lease_token IS NULL) = (leased_by IS NULL)),
    ADD UNIQUE (workspace_id, id);

-- The queue, worthiest first. The columns it carries along count the queue without reading the claims.
CREATE INDEX claims_to_review ON claims (workspace_id, worthiness DESC, id DESC)
    INCLUDE (kind, language, review_state, created_at)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
CREATE INDEX claims_to_review_by_publisher ON claims (workspace_id, publisher, worthiness DESC, id DESC)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
CREATE INDEX claims_to_review_by_language ON claims (workspace_id, language, kind, worthiness DESC, id DESC)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
CREATE INDEX claims_leased ON claims (workspace_id, lease_token) WHERE lease_token IS NOT NULL;
CREATE INDEX claims_published ON claims (workspace_id, published_at, id) WHERE review_state = 'published';
CREATE INDEX claims_tagged ON claims USING gin (tags) WHERE tags <> '{}';

-- What a reviewer said. A row is never changed: a correction is a row of its own that names what it corrects.
CREATE TABLE verdicts (
    id               uuid PRIMARY KEY DEFAULT uuid_v7(),
    workspace_id     uuid NOT NULL,
    claim_id         uuid NOT NULL,
    round            smallint NOT NULL,
    corrects         uuid REFERENCES verdicts ON DELETE CASCADE,
    reviewer         text NOT NULL,
    key_id           uuid NOT NULL,
    rating           text NOT NULL,
    explanation      text,
    sources          json NOT NULL DEFAULT '[]',
    corrected_value  json,
    claimant         json,              -- who made the claim, when the reviewer knows better than the extractor
    first_appearance text,              -- where it was made first, as far as the reviewer knows
    request_id       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, claim_id) REFERENCES claims (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX verdicts_once ON verdicts (claim_id, round, reviewer) WHERE corrects IS NULL;
CREATE INDEX verdicts_by_time ON verdicts (workspace_id, created_at);

-- Every change of a claim's review, written in the transaction that makes it. Nobody may change a row.
CREATE TABLE review_history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid NOT NULL,
    claim_id     uuid NOT NULL,
    action       text NOT NULL,
    reviewer     text NOT NULL,
    key_id       uuid NOT NULL,
    note         text,
    verdict_id   uuid REFERENCES verdicts ON DELETE CASCADE,
    before       json NOT NULL,
    after        json NOT NULL,
    request_id   text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, claim_id) REFERENCES claims (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX review_history_by_claim ON review_history (claim_id, id);

-- How a workspace reviews; one that has no row reviews by the defaults of schemas/records.py.
CREATE TABLE review_settings (
    workspace_id      uuid PRIMARY KEY REFERENCES workspaces,
    version           integer NOT NULL DEFAULT 1,
    ratings           json NOT NULL,
    required          smallint NOT NULL CHECK (required BETWEEN 1 AND 9),
    rules             jsonb NOT NULL,
    lease_seconds     integer NOT NULL,
    publish_when_judged boolean NOT NULL,
    publisher         json NOT NULL,
    updated_at        timestamptz NOT NULL DEFAULT now()
);

-- How many verdicts a claim needs: the first rule that fits it, else the workspace's number, else one.
CREATE FUNCTION required_verdicts(tenant uuid, of_kind text, of_language text, of_publisher text, of_worthiness integer)
    RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT coalesce(
        (SELECT coalesce(
            (SELECT (rule ->> 'required')::integer
               FROM jsonb_array_elements(settings.rules) WITH ORDINALITY AS listed (rule, place)
              WHERE coalesce(rule ->> 'kind', of_kind) = of_kind
                AND coalesce(rule ->> 'language', of_language) = of_language
                AND (rule ->> 'publisher' IS NULL OR rule ->> 'publisher' = of_publisher)
                AND coalesce((rule ->> 'minWorthiness')::numeric * 1000, 0) <= of_worthiness
              ORDER BY place LIMIT 1),
            settings.required)
           FROM public.review_settings settings WHERE settings.workspace_id = tenant),
        1)
$$;

-- A claim is born with the number that its workspace wants; its first verdict settles it.
CREATE FUNCTION require_verdicts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public
AS $$
BEGIN
    NEW.review_required := required_verdicts(NEW.workspace_id, NEW.kind, NEW.language, NEW.publisher, NEW.worthiness);
    RETURN NEW;
END
$$;
CREATE TRIGGER claims_require_verdicts BEFORE INSERT ON claims FOR EACH ROW
    WHEN (NEW.review_state = 'open' AND NEW.review_submitted = 0) EXECUTE FUNCTION require_verdicts();

-- The current workspace's claims that carry all of these tags; for its reason see claims_with_terms().
CREATE FUNCTION claims_with_tags(wanted text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 200
    SET search_path = pg_catalog, public
AS $$
    SELECT id FROM public.claims
     WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid
       AND tags <> '{}' AND tags @> wanted
$$;
REVOKE ALL ON FUNCTION claims_with_tags(text[]), required_verdicts(uuid, text, text, text, integer) FROM PUBLIC;

DO $$
DECLARE tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['verdicts', 'review_history', 'review_settings']
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
END
$$;

GRANT SELECT, INSERT ON verdicts, review_history TO factclaims_api;
GRANT SELECT, INSERT, UPDATE ON review_settings TO factclaims_api;
GRANT UPDATE (review_round, judged_by, assigned_to, tags, verdict_id, published_at, lease_token, leased_until, leased_by)
    ON claims TO factclaims_api;
GRANT EXECUTE ON FUNCTION claims_with_tags(text[]) TO factclaims_api;
GRANT EXECUTE ON FUNCTION required_verdicts(uuid, text, text, text, integer) TO factclaims_api, factclaims_worker;
