"""A claim held against the record, from the parts that a text names to the sentence of the verdict."""
