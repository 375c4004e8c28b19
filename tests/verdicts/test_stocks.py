"""A number is off only where it is told as what there is: there are more verbs of change than any table has."""

import pytest

from models.claims.stated import Metric
from models.verdicts.holding.stocks import is_told_as_a_stock
from models.vocabulary import VerdictKind
from tests.support.verdict_record import claim, verdict


@pytest.mark.parametrize(
    "sentence",
    [
        "There are 31 agreements.",
        "Virginia currently has about 31 agreements.",
        "ICE lists 31 agreements in Virginia.",
        "The count rose to 31 agreements.",
        "Statewide, 31 agreements are in force.",
        "On Tuesday 31 agreements were on the list.",
        "Sheriffs hold more than 31 agreements.",
        "The state leads with 31 agreements.",
        "The sheriffs signed a total of 31 agreements.",
    ],
)
def test_what_is_told_as_being_there_is_a_stock(sentence: str) -> None:
    assert is_told_as_a_stock(claim(Metric.AGREEMENTS, 31, sentence=sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Florida tacked on 31 agreements.",
        "The roster shrank by 31 agreements.",
        "The state parted with 31 agreements.",
        "Texas rolled out 31 agreements.",
        "Lawyers reviewed 31 agreements.",
        "The governor tore through 31 agreements.",
    ],
)
def test_what_came_went_or_was_done_is_none_and_never_off(sentence: str) -> None:
    each = claim(Metric.AGREEMENTS, 31, sentence=sentence)
    assert not is_told_as_a_stock(each)
    assert verdict(each).kind is VerdictKind.NOT_CHECKABLE


def test_a_number_in_words_is_found() -> None:
    assert is_told_as_a_stock(claim(Metric.AGENCIES, 56, sentence="Fifty-six sheriffs take part."))
    assert not is_told_as_a_stock(claim(Metric.AGENCIES, 56, sentence="The office swept up fifty-six agreements."))
