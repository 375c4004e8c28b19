-- A row is a link to an agreement's text (MOA), for one unbroken time on the lists.
-- key: agreement_id, moa_url, from_day
WITH begun AS (
    SELECT
        agreement_id,
        moa_url,
        from_day,
        COALESCE(until_day, FAR_DAY) AS until_day,
        CASE
            WHEN from_day <= max(COALESCE(until_day, FAR_DAY)) OVER (
                PARTITION BY agreement_id, moa_url ORDER BY from_day, COALESCE(until_day, FAR_DAY)
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 0
            ELSE 1
        END AS begins
    FROM listing
    WHERE agreement_id IS NOT NULL AND moa_url <> '' AND (until_day IS NULL OR from_day < until_day)
), numbered AS (
    SELECT
        begun.*,
        sum(begins) OVER (
            PARTITION BY agreement_id, moa_url ORDER BY from_day, until_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM begun
), linked AS (
    SELECT
        agreement_id,
        moa_url,
        from_day,
        begins,
        max(until_day) OVER (PARTITION BY agreement_id, moa_url, number) AS until_day
    FROM numbered
)
SELECT
    linked.agreement_id AS agreement_id, -- text: the agreement
    agreement.agency_id AS agency_id, -- text: its agency
    agency.name AS agency, -- text: the agency's name as last printed
    agency.state AS state, -- text: two letters
    agreement.support_type AS support_type, -- text: JEM, TFM or WSO
    linked.moa_url AS moa_url, -- text: where the link leads
    linked.from_day AS from_day, -- day: the first day on which the list had it
    NULLIF(linked.until_day, FAR_DAY) AS until_day -- day: the first day without it; empty while the list has it
FROM linked
JOIN agreement ON agreement.id = linked.agreement_id
JOIN agency ON agency.id = agreement.agency_id
WHERE linked.begins = 1
