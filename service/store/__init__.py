"""The statements that the API runs: one module a table, one function a statement."""
