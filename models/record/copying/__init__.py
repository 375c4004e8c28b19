"""What leaves the record as a file of its own."""
