-- title: Counties with none beside counties with some
-- question: Which counties have no agreement while their neighbors have one?
-- :state, for example TX: two letters; leave it empty for every state
-- Neighbors over a state's border count. State bodies, which work everywhere, are in no county.
SELECT counties.county, counties.state, counties.population,
    count(*) AS neighbors,
    sum(CASE WHEN neighbor.agreements_now > 0 THEN 1 ELSE 0 END) AS neighbors_with_some,
    counties.county_fips
FROM counties
JOIN county_neighbors ON county_neighbors.county_fips = counties.county_fips
JOIN counties AS neighbor ON neighbor.county_fips = county_neighbors.neighbor_fips
WHERE counties.agreements_now = 0 AND (:state = '' OR counties.state = upper(:state))
GROUP BY counties.county_fips, counties.county, counties.state, counties.population
HAVING sum(CASE WHEN neighbor.agreements_now > 0 THEN 1 ELSE 0 END) > 0
ORDER BY 1.0 * sum(CASE WHEN neighbor.agreements_now > 0 THEN 1 ELSE 0 END) / count(*) DESC, count(*) DESC,
    counties.county_fips
