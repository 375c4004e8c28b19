"""The demo: the real flow against a sample publisher of invented agreements in ICE's exact format."""
