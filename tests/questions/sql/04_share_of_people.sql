-- What share of a state's people, and of the nation's, lives in a county where a local agency has an agreement?
WITH covered AS (SELECT scope FROM daily_counts WHERE day = :day AND support_type = 'all' AND agreements > 0)
SELECT state, sum(population) AS people,
    sum(CASE WHEN county_fips IN (SELECT scope FROM covered) THEN population ELSE 0 END) AS people_covered,
    sum(sum(CASE WHEN county_fips IN (SELECT scope FROM covered) THEN population ELSE 0 END)) OVER () AS nation_covered
FROM counties WHERE population IS NOT NULL GROUP BY state ORDER BY state
