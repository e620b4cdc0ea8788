-- A verdict's answer also shows the next claim, which is another article's: erasing either drops what was kept.
ALTER TABLE idempotency_keys
    ADD COLUMN next_article_id uuid,
    ADD COLUMN sealed boolean NOT NULL DEFAULT false;  -- the body is sealed with the key of who asked (service/idempotency.py)
CREATE INDEX idempotency_keys_by_next_article ON idempotency_keys (workspace_id, next_article_id)
    WHERE next_article_id IS NOT NULL;
