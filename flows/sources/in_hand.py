"""What a run has read but not yet derived."""

from dataclasses import dataclass, field

from models.lists.listings import Headline, PublishedList


@dataclass(slots=True)
class InHand:
    """What a run has read but not yet derived, so that nothing is read twice."""

    lists: dict[tuple[str, str | None], PublishedList] = field(default_factory=dict)  # by sha256 and file name
    headlines: dict[str, Headline | None] = field(default_factory=dict)  # of pages, by sha256
