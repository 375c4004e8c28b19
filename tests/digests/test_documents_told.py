"""What digests tell of the documents behind agreements: what is there, and what is gone."""

from flows.digests.drawing.mail import render
from models.digests.owed import LastTold, owes
from models.digests.subscriptions import Subscriber
from models.vocabulary import ChangeKind, ChangeStatus
from tests.digests.test_places_told import READER, told
from tests.support.digest_samples import BEFORE, entry

POSTED = entry(id="m", kind=ChangeKind.MOA_POSTED)
NOT_THERE = entry(id="m", kind=ChangeKind.MOA_POSTED, status=ChangeStatus.SUSPECTED)
WITHDRAWN = entry(id="m", kind=ChangeKind.MOA_POSTED, status=ChangeStatus.WITHDRAWN)
EVERYWHERE = Subscriber(id=1, address="reader@example.org")


def last_told() -> LastTold:
    return LastTold(ChangeKind.MOA_POSTED, ChangeStatus.CONFIRMED, POSTED.said, BEFORE.on)


def test_a_link_that_leads_to_nothing_is_no_document_posted() -> None:
    assert owes(EVERYWHERE, POSTED, None)
    assert not owes(EVERYWHERE, NOT_THERE, None)
    assert not owes(EVERYWHERE, WITHDRAWN, None)


def test_who_was_told_of_one_hears_only_when_it_is_sure_that_none_is_there() -> None:
    assert not owes(EVERYWHERE, NOT_THERE, last_told())
    assert owes(EVERYWHERE, WITHDRAWN, last_told())


def test_a_document_told_before_is_not_told_again_for_its_hash() -> None:
    fetched = entry(id="m", kind=ChangeKind.MOA_POSTED, evidence=("sha256 5f, first seen 2026-01-27",))
    assert not owes(EVERYWHERE, fetched, last_told())


def test_a_document_that_is_gone_is_told_by_name() -> None:
    content = told(READER, entry(id="g", kind=ChangeKind.MOA_GONE))
    assert content.subject.startswith("287(g): Lamar County, TX: 1 document gone")
    assert "Agreement document gone from its address" in " ".join(render(content, READER).text.split())
