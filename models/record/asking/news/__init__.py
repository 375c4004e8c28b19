"""Queries about the news: statements, stories, and what is still to be read or judged."""
