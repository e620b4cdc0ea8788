"""The engine: text in, quantified claims out; it knows no language, no database and no queue."""
