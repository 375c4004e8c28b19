-- A row (the only one) is the record itself: from when to when it reaches, and the version of these views.
-- key: contract_version
SELECT
    CONTRACT_VERSION AS contract_version, -- integer: raised when a view or a column changes its meaning or goes
    RECORD_START AS first_day, -- day: of the first participating list
    RECORD_END AS last_day, -- day: of the newest participating list; a pending list may be newer
    (SELECT count(*) FROM snapshot WHERE kind = 'participating') AS participating_lists, -- integer: participating lists seen
    (SELECT count(*) FROM snapshot WHERE kind = 'pending') AS pending_lists, -- integer: pending lists seen
    (SELECT max(recorded_at) FROM change_version) AS last_recorded_at -- moment: when the newest version of a change came into the record
