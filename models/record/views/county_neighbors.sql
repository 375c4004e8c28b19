-- A row is a county and another one that it shares a border with.
-- key: county_fips, neighbor_fips
SELECT
    county_neighbor.fips AS county_fips, -- text: the county
    county_neighbor.neighbor_fips AS neighbor_fips -- text: its neighbor
FROM county_neighbor
