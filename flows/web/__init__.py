"""The web part: subscribe, change, leave, read a digest, follow a feed. No cookies, no scripts, nobody else's files."""
