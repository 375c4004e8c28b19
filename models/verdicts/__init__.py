"""A stated number held against the lists, with the explanation that fits. `checking.hold` is the entrance."""
