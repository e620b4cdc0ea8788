"""Dates: what was said of a time, and its place on the calendar."""
