"""Subscribers, and the ledger of what each was told."""
