"""One count, many wordings: what is read from each, and what is left alone beside it."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim
from models.claims.text import MAX_LEAD_IN, sentences
from tests.support.claims_wordings import SOMETHING_ELSE, WORDINGS, Fact

_TITLE = "Local police join ICE"
_OPENING = "Local police are joining the federal 287(g) program, which lets them enforce immigration law for ICE.\n\n"
_COUNTED = "ICE has signed 1,200 agreements with local agencies under the 287(g) program, up from 135.\n\n"


def claims_after(opening: str, text: str) -> list[Claim]:
    found = extract(ArticleText(_TITLE, opening + text, "2026-02-10", "", "")).claims
    return [claim for claim in found if claim.start >= len(opening)]


@pytest.mark.parametrize(("text", "facts"), WORDINGS.items(), ids=[text[:50] for text in WORDINGS])
def test_every_wording_gives_its_counts_and_no_other(text: str, facts: frozenset[Fact]) -> None:
    assert {(claim.metric.value, claim.value, claim.scope) for claim in claims_after(_OPENING, text)} == facts


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_a_left_out_noun_is_not_borrowed_from_the_program(text: str) -> None:
    assert claims_after(_COUNTED, text) == []


def test_the_end_of_a_term_dates_a_count() -> None:
    [claim] = claims_after(_OPENING, "There were 150 agreements at the end of the president's first term.")
    assert claim.as_of == "2021-01-20"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ICE had 135 agreements before the president's inauguration.", "2025-01-20"),
        ("There were 135 agreements at the close of President Biden's term.", "2025-01-20"),
        ("There were 135 agreements as Joe Biden was leaving office.", "2025-01-20"),
        ("ICE has agreements with agencies, up from 135 in 20 states at the start of 2025.", "2025-01"),
        ("At the end of 2024, 135 agencies took part.", "2024-12"),
    ],
)
def test_a_turn_of_office_or_year_dates_a_count(text: str, day: str) -> None:
    assert [claim.as_of for claim in claims_after(_OPENING, text) if claim.value == 135] == [day]


def test_a_page_that_never_names_the_program_is_about_it_by_what_it_tells() -> None:
    page = ArticleText(
        "Red-state sheriffs lead on immigration",
        "More than 1,270 state and local agencies have now pledged to help Immigration and Customs Enforcement. "
        "Nearly one in four partners is in Florida, where 341 agreements are in force.",
        "2025-12-22",
        "",
        "",
    )
    assert [claim.value for claim in extract(page).claims] == [1270, 341]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("The city council of Boise, Idaho, voted 5-2 Tuesday to decline a 287(g) agreement.", "declined", "Boise, ID"),
        ("The Marion County, Ohio, commissioners voted down an agreement with ICE.", "declined", "Marion County, OH"),
        ("The Lamar County Sheriff's Office in Texas signed an agreement.", "signed", "Lamar County, TX"),
        ("Vermont this week became the latest state to outlaw 287(g) agreements, joining Maine.", "ban_law", "VT"),
        ("Under a new law, Georgia sheriffs must apply for an agreement.", "mandate_law", "GA"),
        ("Delaware's governor signed a prohibition of the agreements in July.", "ban_law", "DE"),
        ("Florida has required participation by sheriffs since 2022.", "mandate_law", "FL"),
        ("Gov. Lee of Tennessee on Feb. 4 ordered state police to join the program.", "executive_order", "TN"),
        (
            "The sheriff of Pickens County in South Carolina put pen to paper on an agreement.",
            "signed",
            "Pickens County, SC",
        ),
        ("Hanover, Pennsylvania, police tore up an agreement that was eight months old.", "terminated", "Hanover, PA"),
        ("Boise, Idaho, police pulled their paperwork for an agreement.", "withdrew", "Boise, ID"),
    ],
)
def test_acts_in_other_words(text: str, kind: str, place: str) -> None:
    found = extract(ArticleText(_TITLE, _OPENING + text, "2026-02-10", "", "")).events
    assert [(event.kind.value, event.place) for event in found] == [(kind, place)]


def test_what_the_federal_agency_signed_is_a_count_and_no_act_of_a_body() -> None:
    text = "Immigration and Customs Enforcement signed 811 agreements in Florida this year."
    assert extract(ArticleText(_TITLE, _OPENING + text, "2026-02-10", "", "")).events == ()


@pytest.mark.parametrize(
    "text",
    [
        "ICE vets each applicant and has rejected a dozen agreements.",
        "A judge refused to block the agreement of the sheriff.",
        "The Obama administration let all task force agreements lapse.",
        "The inmates had been passed on to ICE under the agreement.",
        "Some 230 people signed up to speak about the agreement.",
        "Sheriffs want agreements without getting sued over them.",
    ],
)
def test_what_others_did_is_no_act_of_a_named_body(text: str) -> None:
    assert extract(ArticleText(_TITLE, _OPENING + text, "2026-02-10", "", "")).events == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The roster reached 1,035. That is seven times what it was.", [(1035, "US"), (7, "US")]),
        ("The agreements went from 135 in December to 180.", [(135, "US"), (180, "US")]),
        ("ICE has 74 more applications under review.", [(74, "US")]),
        ("The sheriff of Sumner County said 37 agencies have agreements.", [(37, "TN")]),
    ],
)
def test_the_nation_in_a_page_of_a_state(text: str, found: list[tuple[float, str]]) -> None:
    page = ArticleText("Tennessee sheriffs and 287(g)", _OPENING + text, "2026-02-10", "", "")
    claims = [claim for claim in extract(page).claims if claim.start >= len(_OPENING)]
    assert [(claim.value, claim.scope) for claim in claims] == found


@pytest.mark.parametrize("head", ["| State | " + "number of " * 9_000 + "|", "number of " * 9_000 + ":"])
def test_an_endless_head_of_a_list_is_not_carried_along(head: str) -> None:
    told = list(sentences(f"{head}\n| Florida | 5 |\n"))
    assert max(len(sentence.lead_in) for sentence in told) <= MAX_LEAD_IN
