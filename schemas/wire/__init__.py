"""JSON in and out: one marshmallow module a resource, version 1 of the contract."""
