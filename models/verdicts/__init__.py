"""A stated number held against the lists, with the explanation that fits; `holding.checking` is the entrance."""
