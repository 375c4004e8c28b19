"""The table of the kinds of change: complete, and each row fit for the places that print it."""

import pytest

from models.kinds import COSMETIC_KINDS, KINDS, DigestSection, first_status, kinds_in
from models.vocabulary import ChangeKind, ChangeStatus


def test_every_kind_has_a_row() -> None:
    assert set(KINDS) == set(ChangeKind)
    assert {kind for section in DigestSection for kind in kinds_in(section)} == set(ChangeKind)


@pytest.mark.parametrize("kind", ChangeKind)
def test_a_row_has_words_of_its_own(kind: ChangeKind) -> None:
    facts = KINDS[kind]
    assert facts.short
    assert facts.phrase
    assert [other for other, theirs in KINDS.items() if theirs.phrase == facts.phrase] == [kind]


def test_an_ending_is_more_than_cosmetic() -> None:
    assert ChangeKind.AGREEMENT_ENDED not in COSMETIC_KINDS


def test_what_is_missing_from_one_list_is_only_suspected() -> None:
    suspected = [kind for kind in ChangeKind if first_status(kind) is ChangeStatus.SUSPECTED]
    assert suspected == [ChangeKind.AGREEMENT_ENDED, ChangeKind.PENDING_DROPPED]
