"""Compares a list with the record so far and decides which agency and agreement each row is; start at `resolve`."""
