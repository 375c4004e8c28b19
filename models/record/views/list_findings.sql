-- A row is one check of one list, with its evidence.
-- key: list_id, number
SELECT
    finding.snapshot_id AS list_id, -- text: the list
    finding.number AS number, -- integer: the first, second ... check
    finding.check_name AS check_name, -- text: what was checked
    CASE WHEN finding.passed THEN 1 ELSE 0 END AS passed, -- 0 or 1: whether it passed
    CASE WHEN finding.blocking THEN 1 ELSE 0 END AS blocking, -- 0 or 1: whether the list is held if it fails
    finding.sentence AS sentence -- text: the evidence, with the figures
FROM finding
