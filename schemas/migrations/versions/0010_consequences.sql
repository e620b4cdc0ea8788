-- A claim is found checked already while it is extracted, and is open again when that check is taken back. Nobody
-- presses a key for it, and a history that leaves it out has holes: the service writes it under its own name.

ALTER TABLE review_history ALTER COLUMN key_id DROP NOT NULL;   -- null: it followed by itself

-- A claim's review as schemas.wire.verdicts.ReviewSnapshot has it.
CREATE FUNCTION review_snapshot(of_claim claims) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, public
AS $$
    SELECT jsonb_build_object(
        'state', of_claim.review_state, 'required', of_claim.review_required, 'submitted', of_claim.review_submitted,
        'verdict', of_claim.verdict, 'assignedTo', of_claim.assigned_to, 'tags', to_jsonb(of_claim.tags),
        'round', of_claim.review_round, 'version', of_claim.version)
$$;

CREATE POLICY worker_adds_what_follows ON review_history FOR INSERT TO factclaims_worker WITH CHECK (true);
GRANT INSERT ON review_history TO factclaims_worker;
