-- A row is a printed row of one accepted list.
-- key: list_id, row_number
WITH numbered AS (
    SELECT
        snapshot.number AS list_number,
        row_number.listing_id AS listing_id,
        row_number."row" + COALESCE(
            (
                SELECT row_shift.shift FROM row_shift
                WHERE row_shift.list_number = snapshot.number AND row_shift.from_row <= row_number."row"
                ORDER BY row_shift.from_row DESC LIMIT 1
            ), 0
        ) AS number
    FROM snapshot
    JOIN row_number ON row_number.list_number = snapshot.frame
    UNION ALL
    SELECT snapshot.number, row_number.listing_id, row_number."row"
    FROM snapshot
    JOIN row_number ON row_number.list_number = snapshot.number
    WHERE snapshot.frame <> snapshot.number
)
SELECT
    snapshot.id AS list_id, -- text: the list
    snapshot.kind AS kind, -- text: participating or pending
    snapshot.published_on AS day, -- day: the list's date
    snapshot.document_sha256 AS sha256, -- text: its document
    numbered.number AS row_number, -- integer: the row in the document, with the header as row 1
    listing.state_printed AS state_printed, -- text: the cell, letter for letter
    listing.agency_printed AS agency_printed, -- text: the cell, letter for letter
    listing.agency_type AS agency_type_printed, -- text: the cell, letter for letter
    listing.county AS county_printed, -- text: the cell, letter for letter
    listing.support_type_printed AS support_type_printed, -- text: the cell, letter for letter
    listing.signed_printed AS signed_printed, -- text: the cell, letter for letter; a real date as YYYY-MM-DD
    listing.signed AS signed, -- day: the date in that cell, where it holds a possible one
    listing.moa AS moa_printed, -- text: the cell, letter for letter
    listing.moa_url AS moa_url, -- text: where its link leads
    listing.addendum_url AS addendum_url, -- text: where the addendum's link leads
    listing.state AS state, -- text: the state that is meant, two letters
    listing.support_type AS support_type, -- text: the support type that is meant
    listing.agency_id AS agency_id, -- text: the agency
    listing.agreement_id AS agreement_id, -- text: the agreement, on a participating list
    listing.application_id AS application_id, -- text: the application, on a pending list
    CASE WHEN listing.duplicate THEN 1 ELSE 0 END AS duplicate -- 0 or 1: whether it repeats another row of the list
FROM snapshot
JOIN numbered ON numbered.list_number = snapshot.number
JOIN listing
    ON listing.id = numbered.listing_id
    AND listing.valid_from <= snapshot.published_at
    AND (listing.valid_until IS NULL OR listing.valid_until > snapshot.published_at)
