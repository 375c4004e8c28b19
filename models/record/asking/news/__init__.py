"""What the news stated, and the stories that it told."""
