"""Other bytes at an address that a list went on linking: the document was replaced although no list shows it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from models.calendar import day_of
from models.documents.links.spans import LinkSpan, PublishedAt, change_of, in_force
from models.documents.links.stays import Stay
from models.lists.changes import Change, change_id
from models.vocabulary import ChangeKind, ChangeStatus

OTHER_BYTES = "other bytes at the same address"


def replacements(
    spans: Iterable[LinkSpan], stays: Mapping[str, Sequence[Stay]], lists: Sequence[PublishedAt]
) -> Iterator[Change]:
    """The replacements behind the links of one agreement, in their order: each once, back and forth apart."""
    found = {
        (after.since, span.link): (span, before, after)
        for span in spans
        if not span.duplicate
        for before, after in pairwise(_documents(stays.get(span.link, ())))
        if span.is_listed(after.since)
    }
    times: Counter[tuple[str, str]] = Counter()
    for _, (span, before, after) in sorted(found.items()):
        was, now = str(before.sha256), str(after.sha256)
        times[was, now] += 1
        snapshot_id = in_force(lists, after.since)
        if snapshot_id is None:
            continue
        again = f" {times[was, now]}" if times[was, now] > 1 else ""
        id_ = change_id(now, f"{span.agreement_id} {was}{again}", "replaced")
        evidence = (OTHER_BYTES, f"sha256 {was} before, {now} now, seen {day_of(after.since)}")
        yield change_of(span, ChangeKind.MOA_REPLACED, ChangeStatus.CONFIRMED, id_, snapshot_id, evidence)


def _documents(stays: Sequence[Stay]) -> list[Stay]:
    """The documents at one address; one that was away for a time and came back is one."""
    return [next(same) for sha256, same in groupby((one for one in stays if one.sha256), key=attrgetter("sha256"))]
