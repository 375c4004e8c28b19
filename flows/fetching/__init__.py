"""Polite, bounded fetching, and the archive of what it brought."""
