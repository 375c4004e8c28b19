-- title: People in counties with an agreement
-- question: What share of each state's people lives in a county where an agreement is in force?
-- By the newest list, and the Census Bureau's estimates for July 1, 2023. Agreements of state bodies are in no county.
SELECT state, sum(CASE WHEN agreements_now > 0 THEN population ELSE 0 END) AS people_with_an_agreement,
    sum(population) AS people,
    round(100.0 * sum(CASE WHEN agreements_now > 0 THEN population ELSE 0 END) / sum(population), 1) AS percent,
    sum(CASE WHEN agreements_now > 0 THEN 1 ELSE 0 END) AS counties_with_an_agreement, count(*) AS counties
FROM counties
WHERE population IS NOT NULL
GROUP BY state
ORDER BY percent DESC, state
