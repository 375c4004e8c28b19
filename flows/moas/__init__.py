"""The documents that the lists link: fetched, kept, read, and held against their rows."""
