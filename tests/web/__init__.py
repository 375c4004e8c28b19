"""The web part: joining, changing and leaving, digests as pages, feeds."""
