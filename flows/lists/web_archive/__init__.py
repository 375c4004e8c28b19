"""The history that web archives have: captures of ICE's page and of its lists."""
