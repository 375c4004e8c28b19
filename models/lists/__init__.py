"""A published list as printed, its rows folded and counted, and what can happen between two."""
