"""What stood behind each link when, and the changes that follow from it."""
