"""The demo: the real flow against a bundled publisher of invented agreements in ICE's exact format."""
