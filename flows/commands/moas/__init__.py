"""The commands about the documents behind the rows."""
