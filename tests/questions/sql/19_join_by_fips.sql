-- A table of your own, keyed by the counties' FIPS codes, beside their agreements and people.
WITH mine (county_fips, measure) AS (VALUES ('48113', 1.5), ('12086', 2.5), ('99999', 3.5))
SELECT mine.county_fips, measure, state, county, population, agreements_now, agencies_now
FROM mine LEFT JOIN counties ON counties.county_fips = mine.county_fips ORDER BY mine.county_fips
