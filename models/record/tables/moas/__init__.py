"""The documents behind the rows."""
