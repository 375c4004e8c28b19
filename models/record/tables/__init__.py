"""The tables of the record, by subject. They hold facts and know nothing of the rules.

There are two kinds. *Kept* tables are written once and never derived: `Document`, `Fetch`, `Sighting`, `MoaSighting`,
`Ruling`, `Article`, `ArticleVersion`, what backfills remember (`NoList`, `DocumentDigest`, `Capture`), who is told what
(`models.record.tables.digests`), and the journals `ChangeVersion`, `CountedList`, `CountRun` and `VerdictRow` (by their
`recorded_at`). All others are *derived* and can be emptied and filled again from the kept ones with the same content.

Import each from its own file: `counts` needs only one of them, and each table takes some 10 ms to declare.
"""
