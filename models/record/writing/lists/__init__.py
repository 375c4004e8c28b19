"""From what the rules settled to rows of the tables, one file per subject.

A `Projection` lives for one transaction or for several in a row; its parts mirror the few columns that they
compare with, so that a list that hardly differs from the last one costs a few statements.
"""

from models.record.writing.lists.lists import ListFacts
from models.record.writing.lists.projection import Projection

__all__ = ["ListFacts", "Projection"]
