"""Feeds of what changed: of the country, each state, each county and each agency, as Atom and as JSON."""
