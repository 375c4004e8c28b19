-- Counties of a state without any agreement; `unplaced` agencies of the state have one and may be in any of them.
SELECT county_fips, county, population, (SELECT count(*) FROM agencies WHERE agencies.state = counties.state
    AND county_fips IS NULL AND county_found_by <> 'state_body' AND agreements_now > 0) AS unplaced
FROM counties WHERE state = :state AND agreements_now = 0 ORDER BY county_fips
