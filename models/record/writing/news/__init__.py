"""Writing the news: articles with their claims and events, stories, verdicts."""
