"""From what the rules decided to rows of the tables, one file per subject.

A `Projection` lasts for one transaction or several in a row. Its parts mirror the few columns that they compare with,
so a list that hardly differs from the last one costs a few statements.
"""

from models.record.writing.lists.lists import ListFacts
from models.record.writing.lists.projection import Projection

__all__ = ["ListFacts", "Projection"]
