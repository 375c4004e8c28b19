"""From the publisher's page to the record: gather, note, derive, backfill."""
