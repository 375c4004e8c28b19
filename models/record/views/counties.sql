-- A row is a county of the United States, whether it has an agreement or not.
-- key: county_fips
SELECT
    county.fips AS county_fips, -- text: the FIPS code, five digits
    county.state AS state, -- text: two letters
    county.state_fips AS state_fips, -- text: the state's FIPS code, two digits
    county.name AS county, -- text: the name, with 'County' or what it is called there
    county.population AS population, -- integer: people on July 1, 2023, by the Census Bureau (vintage 2023); empty in territories
    COALESCE(run.agreements, 0) AS agreements_now, -- integer: agreements on the newest list of agencies in the county; state bodies are in none
    COALESCE(run.agencies, 0) AS agencies_now -- integer: agencies with one
FROM county
LEFT JOIN count_run AS run
    ON run.scope = county.fips AND run.support_type = '' AND run.kind = 'participating'
    AND run.superseded_at IS NULL AND run.until_day IS NULL
