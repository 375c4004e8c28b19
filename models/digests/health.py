"""What a digest says of the program's own health: held lists, sources that are late, troubles."""

from dataclasses import dataclass
from datetime import date

from models.vocabulary import ListKind


@dataclass(frozen=True, slots=True)
class HeldList:
    """A list that failed its checks: it changes nothing until it is released."""

    snapshot_id: str
    kind: ListKind
    on: date
    sha256: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source in a sentence. `well` is False if it failed or is overdue.

    `outdated` is what every subscriber is told if this is a source of lists and late: then what a digest says may no
    longer be so. How the sources do otherwise concerns operators alone.
    """

    source: str
    well: bool
    sentence: str
    outdated: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem for the operator: told once when it appears and once when it is resolved."""

    key: str  # the same as long as the problem is the same
    headline: str  # a few fixed words for a subject: 'a list is on hold'
    sentence: str
