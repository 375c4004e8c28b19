-- What share of a state's people, and of the nation's, lives in a county where a local agency has an agreement?
WITH had AS (SELECT scope FROM daily_counts WHERE day = :day AND support_type = 'all' AND agreements > 0),
    people AS (SELECT state, population AS every, CASE WHEN scope IS NULL THEN 0 ELSE population END AS covered
        FROM counties LEFT JOIN had ON scope = county_fips WHERE population IS NOT NULL)
SELECT state, sum(every) AS people, sum(covered) AS people_covered, round(100.0 * sum(covered) / sum(every), 1) AS percent,
    round(100.0 * sum(sum(covered)) OVER () / sum(sum(every)) OVER (), 1) AS percent_of_nation FROM people GROUP BY state
