-- Progress of one article (server-sent events): its own events, not those of its claims.
CREATE INDEX events_by_article ON events (article_id, position) WHERE claim_id IS NULL;
