"""What the record has of the documents behind the rows."""
