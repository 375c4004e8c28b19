"""Who asked for what, what they have not been told yet, what a digest says, and what became of its delivery."""
