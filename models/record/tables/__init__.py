"""The tables of the record, by subject. They hold facts and know nothing of the rules.

Two sorts stand here. *Kept* tables are written once and never derived: `Document`, `Fetch`, `Sighting`,
`HumanVerdict`, `Article`, `ArticleVersion`, who is told what (`models.record.tables.digests`), and the journals
`ChangeVersion`, `CountRow` and `VerdictRow` (by their `recorded_at`). All others are *derived* and can be emptied
and filled again from the kept ones with the same content.

Each is imported from its own file: asking for counts needs one of them, and each table costs some 10 ms to declare.
"""
