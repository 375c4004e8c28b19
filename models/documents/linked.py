"""What the links of the lists led to, for the rules of identity to ask: which document when, and what it says."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol

from models.documents.facts import MoaFacts


class SeenBytes(NamedTuple):
    """The document that an address was seen to lead to."""

    link: str  # folded
    seen_at: datetime
    sha256: str


class LedTo(NamedTuple):
    """The document that a link led to."""

    sha256: str
    seen_at: datetime  # when the link was first seen to lead to it
    links: tuple[str, ...]  # folded: all that ever led to it
    facts: MoaFacts | None  # None where it was not read, or cannot be

    @property
    def digest(self) -> str:
        """The same as long as nothing is another that a rule looks at."""
        facts = self.facts
        said = (facts.support_type, facts.agency, facts.state, *map(str, facts.signed)) if facts else ()
        text = "\n".join(map(str, (self.sha256, self.seen_at.isoformat(), *self.links, "says", *said)))
        return hashlib.sha256(text.encode()).hexdigest()


class DocumentsBehind(Protocol):
    """Whoever says what links led to."""

    def led_to(self, link: str, at: datetime) -> LedTo | None: ...


@dataclass(frozen=True)
class LinkedDocuments:
    """All that is known of the documents behind the links."""

    seen: Mapping[str, Sequence[SeenBytes]] = field(default_factory=dict)  # by link, in the order of time
    facts: Mapping[str, MoaFacts] = field(default_factory=dict)  # by sha256

    def led_to(self, link: str, at: datetime) -> LedTo | None:
        """The document of a folded link at a moment; None where it is not known.

        A document seen only afterwards, since lists came years before anyone asked for it, stands for the time before
        it as well; the one that took its place does not.
        """
        found = self.seen.get(link, ())
        one = next((each for each in reversed(found) if each.seen_at <= at), found[0] if found else None)
        if one is None:
            return None
        first = next(each for each in found if each.sha256 == one.sha256)
        return LedTo(one.sha256, first.seen_at, self._links[one.sha256], self.facts.get(one.sha256))

    @cached_property
    def _links(self) -> Mapping[str, tuple[str, ...]]:
        links: dict[str, set[str]] = defaultdict(set)
        for link, found in self.seen.items():
            for one in found:
                links[one.sha256].add(link)
        return {sha256: tuple(sorted(every)) for sha256, every in links.items()}


NO_DOCUMENTS = LinkedDocuments()

Asked = tuple[str, datetime]  # a folded link, and the moment


@dataclass(frozen=True, slots=True)
class Consulted:
    """The documents, with a note of each question and the digest of its answer ('' for none): only where an answer
    becomes another one can a list come to be judged otherwise."""

    behind: Callable[[str], LinkedDocuments]  # what is known of one link
    asked: dict[Asked, str]

    def led_to(self, link: str, at: datetime) -> LedTo | None:
        answer = self.behind(link).led_to(link, at)
        self.asked[link, at] = answer.digest if answer else ""
        return answer
