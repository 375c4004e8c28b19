"""ICE's page and its two lists, in every form that they have had."""
