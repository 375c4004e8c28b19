"""The commands for digests and for those who get them."""
