"""What the funding terms imply for the agencies of a list: a range, each term with its source."""

from dataclasses import replace
from datetime import date

import pytest

from flows.figures import funding_terms
from models.claims.stated import Metric
from models.verdicts.funding import FundingTerms, implied, terms_on
from models.verdicts.record_view import Statement

DAY = date(2025, 11, 1)
STATED = Statement(metric=Metric.OFFICERS_TRAINED, value=1000, said_by="DHS", said_on=date(2025, 9, 2), url="")


@pytest.fixture
def terms() -> FundingTerms:
    found = terms_on(funding_terms(), DAY)
    assert found is not None
    return found


def test_there_are_no_terms_before_their_day() -> None:
    assert terms_on(funding_terms(), date(2025, 9, 30)) is None
    assert terms_on(funding_terms(), date(2025, 10, 1)) is not None


def test_every_term_has_a_source_and_a_date(terms: FundingTerms) -> None:
    amounts = {(term.name, term.amount, term.amount_high) for term in terms.terms}
    assert ("equipment", 7500, None) in amounts
    assert ("vehicles", 100_000, None) in amounts
    assert ("performance awards", 500, 1000) in amounts
    for term in terms.terms:
        assert term.url.startswith("https://")
        assert term.announced <= terms.effective


def test_equipment_is_by_officer_and_vehicles_by_agency(terms: FundingTerms) -> None:
    rows = {row.term: row for row in implied(terms, agencies=100, officers=STATED)}
    assert (rows["equipment"].low, rows["equipment"].high) == (7_500_000, 7_500_000)
    assert (rows["vehicles"].low, rows["vehicles"].high) == (0, 10_000_000)
    assert rows["performance awards"].high == 4_000_000
    assert rows["equipment"].assumes == "1,000 trained officers, as DHS stated on 2025-09-02"


def test_without_a_number_of_officers_the_range_is_wider_and_says_why(terms: FundingTerms) -> None:
    rows = {row.term: row for row in implied(terms, agencies=100)}
    assert rows["equipment"].low < rows["equipment"].high
    assert "per agency" in rows["equipment"].assumes


def test_the_sum_is_of_the_terms(terms: FundingTerms) -> None:
    *rows, total = implied(terms, agencies=473, officers=replace(STATED, value=8501))
    assert total.low == sum(row.low for row in rows)
    assert total.high == sum(row.high for row in rows)
    assert total.low <= total.high


def test_nobody_on_the_list_is_no_money(terms: FundingTerms) -> None:
    assert implied(terms, agencies=0)[-1].high == 0
