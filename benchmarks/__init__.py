"""Everything that is measured: each module is one command that prints a table."""
