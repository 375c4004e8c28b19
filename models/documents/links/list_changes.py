"""What the lists tell of links, settled by the bytes behind them: posted, replaced, no longer linked.

A list shows addresses. A document is posted once it was seen; another address with the same bytes replaces nothing; and
what another link of the agreement still leads to is not unlinked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from models.calendar import day_of
from models.documents.links.goings import NOTHING, answers
from models.documents.links.spans import LinkSpan
from models.documents.links.stays import Stay
from models.lists.changes import Change
from models.vocabulary import ChangeKind, ChangeStatus

# How what bytes say of a change begins. What the rules of identity say of documents is the list's own evidence.
_SHA256 = "sha256 "
_BOTH_LEAD = "both addresses lead to the same bytes, sha256 "
_ANOTHER_LEADS = "another link of the agreement leads to the same bytes, sha256 "
_LED_TO = "it led to sha256 "
_BY_BYTES = (NOTHING, _SHA256, _BOTH_LEAD, _ANOTHER_LEADS, _LED_TO)

_Stays = Mapping[str, Sequence[Stay]]


def settled(change: Change, at: datetime | None, spans: Sequence[LinkSpan], stays: _Stays) -> Change:
    """A list's change as the bytes show it. `at`: when that list was published; `spans`: the agreement's."""
    change = _by_the_list_alone(change)
    if at is None or change.status is ChangeStatus.WITHDRAWN:
        return change
    of_addendum = change.kind is ChangeKind.ADDENDUM_POSTED
    own = [span for span in spans if not span.duplicate]
    old = next((span.addendum if of_addendum else span.link for span in own if span.ends == at), "")
    new = next((span.addendum if of_addendum else span.link for span in own if span.begins == at), "")
    if change.kind is ChangeKind.MOA_UNLINKED:
        return _unlinked(change, at, _stood(stays.get(old, ()), at), spans, stays)
    found = _came(stays.get(new, ()), at)
    if found is None:
        return change
    if found.sha256 is None:
        status = ChangeStatus.WITHDRAWN if found.again else ChangeStatus.SUSPECTED
        return change.become(status, change.snapshot_id, answers(found))
    if change.kind is not ChangeKind.MOA_REPLACED:
        return _with(change, f"{_SHA256}{found.sha256}, first seen {day_of(found.since)}")
    # What the old address led to counts as it was while a list linked it: afterwards it may lead on to the new one.
    was = [stay.sha256 for stay in stays.get(old, ()) if stay.sha256 and stay.since < at and old != new]
    if not was:
        return change
    if was[-1] == found.sha256:
        because = f"{_BOTH_LEAD}{found.sha256}"
        return change.become(ChangeStatus.WITHDRAWN, change.snapshot_id, because)
    return _with(change, f"{_SHA256}{was[-1]} before, {found.sha256} now")


def _unlinked(change: Change, at: datetime, was: str | None, spans: Sequence[LinkSpan], stays: _Stays) -> Change:
    """A link that is gone, and the document that it led to."""
    if was is None:
        return change
    for link in (link for span in spans if span.is_listed(at) for link in (span.link, span.addendum)):
        found = _came(stays.get(link, ()), at)
        if found is not None and found.sha256 == was:
            because = f"{_ANOTHER_LEADS}{was}"
            return change.become(ChangeStatus.WITHDRAWN, change.snapshot_id, because)
    return _with(change, f"{_LED_TO}{was}")


def _came(stays: Sequence[Stay], at: datetime) -> Stay | None:
    """What a link led to from a moment on: the first document, or nothing; None where nobody has asked."""
    since = [stay for stay in stays if stay.until is None or stay.until > at]
    return next((stay for stay in since if stay.sha256), since[-1] if since else None)


def _stood(stays: Sequence[Stay], at: datetime) -> str | None:
    """The document that a link had led to by a moment, or else the first one that was seen there."""
    documents = [stay for stay in stays if stay.sha256]
    by_then = [stay for stay in documents if stay.since < at]
    return next((stay.sha256 for stay in (*reversed(by_then), *documents)), None)


def _with(change: Change, phrase: str) -> Change:
    return replace(change, evidence=(*change.evidence, phrase))


def _by_the_list_alone(change: Change) -> Change:
    """The change without what bytes said of it before."""
    phrases = tuple(phrase for phrase in change.evidence if not phrase.startswith(_BY_BYTES))
    if phrases == change.evidence:
        return change
    if change.status is ChangeStatus.CONFIRMED:
        return replace(change, evidence=phrases)
    return replace(change, evidence=phrases, status=ChangeStatus.CONFIRMED, settled_by=None)
