-- On which day did each county first have an agreement? `not_before` is the list before, or empty where none is known.
SELECT county_fips, state, county, min(first_day) AS first_day, max(began_before_record) AS began_before_record,
    (SELECT max(day) FROM lists WHERE kind = 'participating' AND status IN ('accepted', 'unchanged')
        AND day < min(agreements.first_day)) AS not_before
FROM agreements WHERE county_fips IS NOT NULL GROUP BY county_fips, state, county
