"""What writes the record, each call inside the caller's transaction."""
