-- A row is a document (PDF) that stood at an address that an agreement's row links or linked.
-- key: agreement_id, what, url, sha256
SELECT
    linked_moa.agreement_id AS agreement_id, -- text: the agreement
    agreement.agency_id AS agency_id, -- text: its agency
    agency.name AS agency, -- text: the agency's name as last printed
    agency.state AS state, -- text: two letters
    agreement.support_type AS support_type, -- text: JEM, TFM or WSO, as listed
    agreement.signed AS signed, -- day: when it was signed, as listed
    linked_moa.what AS what, -- text: agreement or addendum: the column that links it
    linked_moa.url AS url, -- text: the address
    linked_moa.document_sha256 AS sha256, -- text: the document
    linked_moa.first_seen AS first_seen, -- day: on which it was first fetched there
    linked_moa.replaced_on AS replaced_on, -- day: on which another document was first fetched there; empty while it stands
    linked_moa.gone_on AS gone_on, -- day: since when nothing is there, by two answers a day or more apart; empty otherwise
    CASE WHEN linked_moa.current THEN 1 ELSE 0 END AS is_current, -- 0 or 1: whether it is what the row, as last listed, led to last
    NULLIF(moa_reading.pages, 0) AS pages, -- integer: its pages; empty where it was not read
    CASE WHEN moa_reading.failure = '' THEN moa_reading.layer END AS layer, -- text: text, partly (some pages are pictures), picture, or recognized (read by OCR); empty where it was not read
    moa_reading.agency AS read_agency, -- text: the agency that it names; empty where illegible, as in the columns below
    moa_reading.state AS read_state, -- text: the state of that agency, two letters
    moa_reading.support_type AS read_support_type, -- text: JEM, TFM or WSO, by its form
    moa_reading.revision AS revision, -- day: the revision of the form that it is written on
    FIRST_DAY_OF(moa_reading.signed) AS signed_first, -- day: of its first typed signature
    LAST_DAY_OF(moa_reading.signed) AS signed_last, -- day: of its last typed signature
    held_moa.held AS fits, -- text: agrees, disagrees or illegible: held against its row; empty where it is not current
    CAST(held_moa.evidence AS TEXT) AS why -- JSON: a sentence for each part that agrees or disagrees
FROM linked_moa
JOIN agreement ON agreement.id = linked_moa.agreement_id
JOIN agency ON agency.id = agreement.agency_id
LEFT JOIN moa_reading ON moa_reading.document_sha256 = linked_moa.document_sha256
LEFT JOIN held_moa ON held_moa.agreement_id = linked_moa.agreement_id AND held_moa.what = linked_moa.what
    AND held_moa.link = linked_moa.link AND held_moa.document_sha256 = linked_moa.document_sha256
