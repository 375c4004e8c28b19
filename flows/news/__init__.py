"""From a source of news to its claims: gather, keep, group, judge."""
