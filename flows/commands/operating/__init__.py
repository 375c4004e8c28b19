"""The commands of those who keep a record running: verify, copy, status."""
