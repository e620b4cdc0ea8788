-- Where in which trace a row was made (W3C Trace Context), when the process that makes it traces (schemas/tracing.py):
-- it says so for its transaction, and no statement has to pass it on.
ALTER TABLE revisions ADD COLUMN traceparent text DEFAULT nullif(current_setting('app.traceparent', true), '');
ALTER TABLE events ADD COLUMN traceparent text DEFAULT nullif(current_setting('app.traceparent', true), '');
GRANT UPDATE (traceparent) ON revisions TO factclaims_api;      -- queued again, it belongs to another trace
