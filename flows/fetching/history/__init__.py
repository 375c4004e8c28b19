"""Where the past can be fetched from: Git repositories that mirror lists, and the Wayback Machine."""
