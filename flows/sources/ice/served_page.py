"""ICE's page as read: where the lists are, and what the page says of them."""

from dataclasses import dataclass

from models.lists.listings import Headline, PublishedList
from models.vocabulary import ListKind


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a list."""

    kind: ListKind  # by its words; the workbook's columns decide
    url: str  # absolute, unwrapped


@dataclass(frozen=True, slots=True)
class IcePage:
    """The page as served."""

    links: tuple[PageLink, ...]  # at most one for each list; participating first
    headline: Headline | None
    table: PublishedList | None  # the list itself, which the page contained until February 2025
    remarks: tuple[str, ...]
    table_fault: str = ""  # why the list that it contains cannot be read

    @property
    def has_table(self) -> bool:
        return self.table is not None or bool(self.table_fault)
