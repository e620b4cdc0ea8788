"""The database's revisions, oldest first, run by schemas.migrate."""
