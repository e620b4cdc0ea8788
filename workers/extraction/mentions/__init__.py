"""Mentions: the spans that say a quantity or a date, and what each means."""
