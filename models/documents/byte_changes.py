"""What the bytes behind the links say about the links: another document at the same address, or the same at another.

The lists alone show addresses. Where an address leads to other bytes than before, the document was replaced although no
list shows it; where a new address leads to the bytes that the old one had led to, nothing was replaced.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from models.lists.changes import Change, change_id
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


class LinkSpan(NamedTuple):
    """A row of an agreement with its link, for as long as it was listed unchanged."""

    agreement_id: str
    agency_id: str
    state: str
    agency: str  # as printed
    support_type: SupportType | None
    link: str  # folded
    begins: datetime
    ends: datetime | None


class SeenBytes(NamedTuple):
    """The document that an address began to lead to."""

    link: str
    seen_at: datetime
    sha256: str


class PublishedAt(NamedTuple):
    """An accepted participating list."""

    published_at: datetime
    snapshot_id: str


# What a document that is no PDF begins with is some error page; real ones have the mark in their first kilobyte.
_MARK = b"%PDF-"
_MARK_WITHIN = 1_024
NO_PDF = "expected a PDF; it is something else, such as an error page"


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does. An error page in its place is no document that anything leads to."""
    return _MARK in content[:_MARK_WITHIN]


_OTHER_BYTES = "other bytes at the same address"


def is_by_bytes(change: Change) -> bool:
    """Whether a change follows from bytes alone, and not from a list."""
    return change.kind is ChangeKind.MOA_REPLACED and change.evidence[:1] == (_OTHER_BYTES,)


def byte_changes(
    by_lists: Iterable[Change], spans: Iterable[LinkSpan], seen: Iterable[SeenBytes], lists: Sequence[PublishedAt]
) -> list[Change]:
    """The changes that bytes add, and those of the lists' replacements that bytes refute, now withdrawn."""
    of_link: dict[str, list[SeenBytes]] = defaultdict(list)
    for one in sorted(seen, key=lambda each: (each.link, each.seen_at)):
        if not of_link[one.link] or of_link[one.link][-1].sha256 != one.sha256:
            of_link[one.link].append(one)
    of_agreement: dict[str, list[LinkSpan]] = defaultdict(list)
    for span in spans:
        of_agreement[span.agreement_id].append(span)
    published = {each.snapshot_id: each.published_at for each in lists}
    added = [change for group in of_agreement.values() for change in _replacements(group, of_link, lists)]
    refuted = []
    for change in by_lists:
        at = published.get(change.snapshot_id)
        if at is not None and change.status is not ChangeStatus.WITHDRAWN:
            sha256 = _same_bytes(at, of_agreement.get(change.agreement_id or "", []), of_link)
            if sha256:
                because = f"both addresses lead to the same bytes, sha256 {sha256}"
                refuted.append(change.become(ChangeStatus.WITHDRAWN, change.snapshot_id, because))
    return [*added, *refuted]


def _replacements(
    spans: Iterable[LinkSpan], of_link: Mapping[str, Sequence[SeenBytes]], lists: Sequence[PublishedAt]
) -> Iterator[Change]:
    """The replacements behind the links of one agreement, in their order: each once, back and forth apart."""
    found = {
        (after.seen_at, after.link): (span, before, after)
        for span in spans
        for before, after in pairwise(of_link.get(span.link, []))
        if span.begins <= after.seen_at and (span.ends is None or after.seen_at < span.ends)
    }
    times: Counter[tuple[str, str]] = Counter()
    for _, (span, before, after) in sorted(found.items()):
        times[before.sha256, after.sha256] += 1
        change = _replaced(span, before, after, times[before.sha256, after.sha256], lists)
        if change is not None:
            yield change


def _replaced(
    span: LinkSpan, before: SeenBytes, after: SeenBytes, time: int, lists: Sequence[PublishedAt]
) -> Change | None:
    """The replacement as a change of the list in force when the new bytes were seen. `time`: 2 where the same bytes
    took the place of the same for the second time."""
    in_force = max((each for each in lists if each.published_at <= after.seen_at), default=None)
    if in_force is None:
        return None
    again = f" {time}" if time > 1 else ""
    return Change(
        id=change_id(after.sha256, f"{span.agreement_id} {before.sha256}{again}", "replaced"),
        kind=ChangeKind.MOA_REPLACED,
        status=ChangeStatus.CONFIRMED,
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=in_force.snapshot_id,
        state=span.state,
        agency_id=span.agency_id,
        agency=span.agency,
        agreement_id=span.agreement_id,
        support_type=span.support_type,
        evidence=(_OTHER_BYTES, f"sha256 {before.sha256} before, {after.sha256} now, seen {after.seen_at:%Y-%m-%d}"),
    )


def _same_bytes(at: datetime, spans: Sequence[LinkSpan], of_link: Mapping[str, Sequence[SeenBytes]]) -> str:
    """The bytes of the links before and after the list of that moment, where they are the same. What the old address
    led to counts as it was while a list linked it: afterwards it may lead on to the new one."""
    old = next((span.link for span in spans if span.ends == at), "")
    new = next((span.link for span in spans if span.begins == at), "")
    was = [one.sha256 for one in of_link.get(old, ()) if one.seen_at < at]
    came = [one.sha256 for one in of_link.get(new, ())]
    return was[-1] if old != new and was and came and was[-1] == came[0] else ""
