"""What backfills have seen before, and what the oldest lists attest."""
