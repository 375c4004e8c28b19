"""A document that is gone from its address while the list still links it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from models.calendar import day_of
from models.documents.links.spans import LinkSpan, PublishedAt, change_of, in_force
from models.documents.links.stays import Stay
from models.lists.changes import Change, change_id
from models.vocabulary import ChangeKind, ChangeStatus

NOTHING = "nothing is at the address"


def answers(nothing: Stay) -> str:
    """The answers that said that nothing is at an address."""
    again = f" and {day_of(nothing.again)}" if nothing.again else ""
    return f"{NOTHING}: 404 or 410 on {day_of(nothing.since)}{again}"


def goings(
    spans: Iterable[LinkSpan], stays: Mapping[str, Sequence[Stay]], lists: Sequence[PublishedAt]
) -> Iterator[Change]:
    """The documents of one agreement that went, each time once; withdrawn where something is at the address again."""
    found: dict[tuple[datetime, str], tuple[LinkSpan, Stay, Stay]] = {}
    for span in spans:
        for document, nothing in pairwise(stays.get(span.link, ())):
            if document.sha256 and nothing.again and span.is_listed(nothing.again):
                found.setdefault((nothing.again, span.link), (span, document, nothing))
    times: Counter[tuple[str, str]] = Counter()
    for (sure_at, link), (span, document, nothing) in sorted(found.items()):
        sha256 = str(document.sha256)
        times[link, sha256] += 1
        snapshot_id = in_force(lists, sure_at)
        if snapshot_id is None:
            continue
        again = f" {times[link, sha256]}" if times[link, sha256] > 1 else ""
        id_ = change_id(sha256, f"{span.agreement_id} {link}{again}", "gone")
        evidence = (answers(nothing), f"sha256 {sha256} was there")
        gone = change_of(span, ChangeKind.MOA_GONE, ChangeStatus.CONFIRMED, id_, snapshot_id, evidence)
        if nothing.until is None:
            yield gone
            continue
        because = f"a document is there again, seen {day_of(nothing.until)}"
        yield gone.become(ChangeStatus.WITHDRAWN, in_force(lists, nothing.until) or snapshot_id, because)
