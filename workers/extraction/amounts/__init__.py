"""Amounts: money, counts, measures, percentages, ages and lengths of time, from the slots of a pattern."""
