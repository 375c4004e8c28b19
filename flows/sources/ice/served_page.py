"""ICE's page as read: where the lists are, and what the page says of them."""

from dataclasses import dataclass

from models.lists.listings import Headline
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
    has_table: bool  # whether it contains the list itself, as until February 2025
    remarks: tuple[str, ...]
