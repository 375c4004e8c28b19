-- A row is what the lists printed of an agency for one unbroken time: its state, name, type or county.
-- key: agency_id, attribute, value, from_day
WITH printed AS (
    SELECT agency_id, 'state' AS attribute, state AS value, from_day, until_day FROM listing
    UNION ALL
    SELECT agency_id, 'name', trim(agency_printed), from_day, until_day FROM listing
    UNION ALL
    SELECT agency_id, 'agency_type', trim(agency_type), from_day, until_day FROM listing
    UNION ALL
    SELECT agency_id, 'county', trim(county), from_day, until_day FROM listing
), begun AS (
    SELECT
        agency_id,
        attribute,
        value,
        from_day,
        COALESCE(until_day, FAR_DAY) AS until_day,
        CASE
            WHEN from_day <= max(COALESCE(until_day, FAR_DAY)) OVER (
                PARTITION BY agency_id, attribute, value ORDER BY from_day, COALESCE(until_day, FAR_DAY)
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 0
            ELSE 1
        END AS begins
    FROM printed
    WHERE value <> '' AND (until_day IS NULL OR from_day < until_day)
), numbered AS (
    SELECT
        begun.*,
        sum(begins) OVER (
            PARTITION BY agency_id, attribute, value ORDER BY from_day, until_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM begun
), unbroken AS (
    SELECT
        agency_id,
        attribute,
        value,
        from_day,
        begins,
        max(until_day) OVER (PARTITION BY agency_id, attribute, value, number) AS until_day
    FROM numbered
)
SELECT
    agency_id AS agency_id, -- text: the agency
    attribute AS attribute, -- text: state, name, agency_type or county
    value AS value, -- text: as printed, without spaces around it; the state as two letters
    from_day AS from_day, -- day: the first day on which a list printed it
    NULLIF(until_day, FAR_DAY) AS until_day -- day: the first day on which no list printed it any more; empty while one does
FROM unbroken
WHERE begins = 1
