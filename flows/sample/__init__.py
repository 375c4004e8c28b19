"""A small publisher to run on: invented agreements in ICE's exact format, from a compact description.

Nothing here reaches the record other than by being fetched over HTTP, as the real lists are.
"""
