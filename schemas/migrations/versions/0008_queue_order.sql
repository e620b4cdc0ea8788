-- Among equally worthy claims the oldest comes first. That is fair, and it is an order that only these indexes
-- have: with the listing's order the planner walked the listing's index, past everything that had been judged,
-- which in time is all that is worthy.
--
-- Since the embargo's policy asks for the article of every row, counting the queue read every claim (3 s in a
-- million) instead of the index alone: it carries the article along.
DROP INDEX claims_to_review;
DROP INDEX claims_to_review_by_publisher;
DROP INDEX claims_to_review_by_language;
CREATE INDEX claims_to_review ON claims (workspace_id, worthiness DESC, id)
    INCLUDE (article_id, kind, language, review_state, created_at)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
CREATE INDEX claims_to_review_by_publisher ON claims (workspace_id, publisher, worthiness DESC, id)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
CREATE INDEX claims_to_review_by_language ON claims (workspace_id, language, worthiness DESC, id)
    WHERE status = 'current' AND review_state IN ('open', 'disputed');
