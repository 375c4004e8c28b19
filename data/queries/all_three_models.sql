-- title: All three models
-- question: Which agencies have the Jail Enforcement Model, the Task Force Model and the Warrant Service Officer program now?
SELECT agency, state, county, body, agreements_now, first_day, county_fips, agency_id
FROM agencies
WHERE jem = 1 AND tfm = 1 AND wso = 1
ORDER BY state, agency, agency_id
