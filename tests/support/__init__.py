"""What the tests stand on: a publisher, a relay, small lists and records."""
