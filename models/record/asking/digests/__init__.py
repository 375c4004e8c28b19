"""What a digest asks of the record."""
