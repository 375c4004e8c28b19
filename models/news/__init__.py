"""Articles as found, the stories that they tell, and what those are about."""
