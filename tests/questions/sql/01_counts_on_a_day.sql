-- How many agreements, agencies and states were there on a day, and which list says so?
SELECT agreements, agencies, states, territories, list_sha256 FROM daily_counts
WHERE day = :day AND scope = 'US' AND support_type = 'all'
