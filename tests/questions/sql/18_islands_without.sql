-- Counties without an agreement whose neighbors all have one.
SELECT c.county_fips, c.state, c.county, count(*) AS neighbors FROM counties c
JOIN county_neighbors n ON n.county_fips = c.county_fips JOIN counties o ON o.county_fips = n.neighbor_fips
WHERE c.agreements_now = 0 GROUP BY c.county_fips, c.state, c.county HAVING min(o.agreements_now) > 0
ORDER BY c.county_fips
