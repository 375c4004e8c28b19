-- Agencies with all three support types now.
SELECT agency_id, agency, state, county FROM agencies WHERE jem + tfm + wso = 3 ORDER BY state, agency_id
