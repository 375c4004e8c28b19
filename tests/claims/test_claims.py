"""Numeric claims: which number is what, where, when, in which role, said by whom."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim, ClaimPart, Metric, Role, Unit
from models.vocabulary import SupportType
from tests.support.claims_paragraphs import PARAGRAPHS, Paragraph

PROGRAM = "Sheriffs and the 287(g) program"


def claims(text: str, title: str = PROGRAM, published: str | None = "2025-09-03", outlet: str = "") -> list[Claim]:
    return list(extract(ArticleText(title, text, published, outlet, "")).claims)


def facts(text: str, **page: str) -> list[tuple[str, float, str]]:
    return [(claim.metric.value, claim.value, claim.scope) for claim in claims(text, **page)]


def _same(claim: Claim, wanted: tuple[str, float, float | None, str]) -> bool:
    """A county's number may also be told as its state's."""
    metric, value, high, scope = wanted
    told = (claim.metric.value, claim.value, claim.value_high) == (metric, value, high)
    return told and (claim.scope == scope or scope.endswith(f", {claim.scope}"))


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda paragraph: paragraph.name)
def test_paragraphs_in_the_manner_of_the_news(paragraph: Paragraph) -> None:
    found = claims(paragraph.text, title=paragraph.title, published=paragraph.published)
    missed = [wanted for wanted in paragraph.claims if not any(_same(claim, wanted) for claim in found)]
    invented = [claim for claim in found if not any(_same(claim, wanted) for wanted in paragraph.claims)]
    assert (missed, invented) == ([], [])


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("More than 830 agencies hold agreements.", ("agencies", 830, "US")),
        ("ICE has signed 974 memorandums of agreement.", ("agreements", 974, "US")),
        ("Partner agencies exist in forty states.", ("states", 40, "US")),
        ("Eight Maryland counties have such agreements.", ("counties", 8, "MD")),
        ("Another 31 applications are pending.", ("pending", 31, "US")),
        ("Some 8,501 task force officers have been trained.", ("officers_trained", 8501, "US")),
        ("More than 2,000 others are in training under the program.", ("officers_in_training", 2000, "US")),
        ("Participation in the program is up 620 percent.", ("pct_increase", 620, "US")),
        ("For gear the program pays $7,500 per certified officer.", ("funding_per_officer", 7500, "US")),
        ("For cars the program pays $100,000 per agency.", ("funding_per_agency", 100_000, "US")),
        ("The program's funding reached $118 million.", ("funding_total", 118_000_000, "US")),
        ("Local officers made 6,300 arrests under the program.", ("arrests", 6300, "US")),
        ("Places with agreements are home to 110 million people.", ("population", 110_000_000, "US")),
        ("A poll found that 54% of adults oppose the agreements.", ("poll_pct", 54, "US")),
    ],
)
def test_the_noun_of_the_text_decides_the_metric(text: str, fact: tuple[str, float, str]) -> None:
    assert facts(text) == [fact]


def test_agreements_told_as_departments_are_departments() -> None:
    assert facts("DHS has 958 police departments in the program.") == [("agencies", 958, "US")]


@pytest.mark.parametrize(
    "text",
    [
        "Three of the state's 46 sheriffs sued ICE.",
        "ICE has about 6,000 deportation officers for the whole country.",
        "ICE arrested 251,000 people and deported 196,000 this year.",
        "There are three models of 287(g) agreements.",
        "Seven states forbid 287(g) agreements by law.",
        "At least 13 states require or encourage 287(g) agreements.",
        "A bill would require all 46 sheriffs to sign 287(g) agreements.",
        "Of the sheriff's 75 sworn positions, 13 are vacant.",
        "One sheriff may hold two or three 287(g) agreements at once.",
        "More than 600 people signed a petition against the 287(g) agreement.",
        "ICE lures its own recruits with a $50,000 signing bonus.",
        "The county rents 210 beds to ICE at $97 per detainee per day.",
        "One in 30 arrests was the work of a 287(g) officer.",
        "The course for the 287(g) program takes 40 hours.",
        "Some 640 sheriffs signed a letter about the 287(g) program.",
        "Beside the 287(g) agreements, nine detention centers reopened in six states.",
        "The state spent $11 billion at the border, and little on the 287(g) program.",
        "ICE trained 12,000 new agents of its own, apart from the 287(g) program.",
        "Cameras were searched by agencies in 19 states, some with 287(g) agreements.",
        "ICE made about 1,100 arrests a day, few of them under the 287(g) program.",
    ],
)
def test_other_numbers_in_the_same_breath_are_no_claims(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of Ohio's 88 sheriffs, nine have signed 287(g) agreements.", [("agencies", 9, "OH")]),
        ("Sixteen of the 105 sheriffs in Kansas participate.", [("agencies", 16, "KS")]),
        ("Texas is one of 39 states with 287(g) agreements.", [("states", 39, "US")]),
        (
            "Of the 958 agreements, 473 are task force agreements.",
            [("agreements", 958, "US"), ("agreements", 473, "US")],
        ),
    ],
)
def test_a_denominator_is_no_claim_and_a_total_is_one(text: str, found: list[tuple[str, float, str]]) -> None:
    assert facts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Partnerships rose from 135 agreements to 958.",
            [("agreements", 135, "US"), ("agreements", 958, "US")],
        ),
        (
            "Florida leads with 331 agreements, followed by Texas with 214 and Georgia with 35.",
            [("agreements", 331, "FL"), ("agreements", 214, "TX"), ("agreements", 35, "GA")],
        ),
        (
            "Fifteen agencies in Missouri have agreements. Seven joined in July.",
            [("agencies", 15, "MO"), ("agencies", 7, "MO")],
        ),
        (
            "Ten agencies in Utah have agreements. Two more are pending.",
            [("agencies", 10, "UT"), ("pending", 2, "UT")],
        ),
    ],
)
def test_a_left_out_noun_is_carried_over(text: str, found: list[tuple[str, float, str]]) -> None:
    assert facts(text) == found


def test_items_of_a_list_take_noun_and_metric_from_its_opening_line() -> None:
    text = "States with the most 287(g) agreements:\n- Florida: 342\n- Texas: 296"
    assert facts(text) == [("agreements", 342, "FL"), ("agreements", 296, "TX")]


def test_sums_in_a_row_share_what_they_are_paid_for() -> None:
    text = "Under the 287(g) program ICE pays $1,000 per officer to the best, $750 to the second best and $500 below."
    assert facts(text) == [
        ("funding_per_officer", 1000, "US"),
        ("funding_per_officer", 750, "US"),
        ("funding_per_officer", 500, "US"),
    ]


@pytest.mark.parametrize(
    ("text", "page", "scope"),
    [
        ("Nationwide, 900 agencies take part in the program.", {"title": "Ohio sheriffs and 287(g)"}, "US"),
        ("Statewide, 39 agencies take part in the program.", {"title": "Ohio sheriffs and 287(g)"}, "OH"),
        ("There are 28 agreements now.", {"title": "Virginia sheriffs and 287(g)"}, "VA"),
        ("There are 1,028 agreements now.", {"title": "Virginia sheriffs and 287(g)"}, "US"),
        ("Across Kansas, Missouri and Iowa, 70 agencies signed agreements.", {}, "IA+KS+MO"),
        ("Lancaster County, Pennsylvania, has five participating agencies.", {}, "Lancaster County, PA"),
        ("Ohio joins 39 other states with 287(g) agreements.", {}, "US"),
        ("Throughout the Deep South, 95 agreements are signed.", {}, "region"),
    ],
)
def test_scope_comes_from_clause_sentence_or_page(text: str, page: dict[str, str], scope: str) -> None:
    assert [claim.scope for claim in claims(text, **page)] == [scope]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("As of Aug. 28, ICE had 956 agreements in 40 states.", ["2025-08-28", "2025-08-28"]),
        ("There were 890 agreements in mid-August and 951 agreements last Friday.", ["2025-08", "2025-08-29"]),
        ("There were 135 agreements in December.", ["2024-12"]),
        ("Agreements went from 135 when Trump took office to 958.", ["2025-01-20", None]),
        ("Some 950 agencies now participate.", [None]),
        ("The list of Sept. 1 has 957 agreements.", ["2025-09-01"]),
        ("2018: 33 new agreements.", ["2018"]),
    ],
)
def test_as_of_is_the_date_that_belongs_to_the_number(text: str, dates: list[str | None]) -> None:
    assert [claim.as_of for claim in claims(text)] == dates


def test_a_date_at_the_foot_dates_the_page() -> None:
    text = "Pennsylvania has 29 agreements under 287(g).\n\nLast updated: 8/29/25"
    assert [claim.as_of for claim in claims(text, published=None)] == ["2025-08-29"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Partnerships grew from 135 agreements to 958.", [Role.BASELINE, Role.CURRENT]),
        ("Of those agreements, 29 new agreements came in May.", [Role.COMPONENT]),
        ("There were 32 agreements in 2015.", [Role.HISTORICAL]),
        ("The goal is 20,000 certified officers for the program.", [Role.PROJECTION]),
    ],
)
def test_the_part_a_number_plays_is_told(text: str, roles: list[Role]) -> None:
    assert [claim.role for claim in claims(text)] == roles


def test_growth_names_what_it_starts_from() -> None:
    growth = next(claim for claim in claims("Agreements are up 609%, from 135 agreements in December to 958."))
    assert (growth.metric, growth.unit) == (Metric.PCT_INCREASE, Unit.PERCENT)
    assert growth.baseline is not None
    assert (growth.baseline.value, growth.baseline.what, growth.baseline.as_of) == (135, "agreements", "2024-12")


def test_what_a_growth_leads_to_is_not_what_it_starts_from() -> None:
    growth = next(claim for claim in claims("Since January, agreements rose 609% to 958.") if claim.unit)
    assert growth.baseline is not None
    assert (growth.baseline.value, growth.baseline.as_of) == (None, "2025-01")


def test_a_range_keeps_its_upper_end() -> None:
    (claim,) = claims("Departments could draw between $1.4 billion and $2 billion from the program in a year.")
    assert (claim.value, claim.value_high, claim.unit, claim.role) == (1.4e9, 2e9, Unit.USD, Role.PROJECTION)


@pytest.mark.parametrize(
    ("text", "support_type"),
    [
        ("Under the task force model there are 533 agreements.", SupportType.TFM),
        ("Another 452 warrant service officer agreements are in force.", SupportType.WSO),
        ("The 148 jail enforcement agreements are the oldest.", SupportType.JEM),
        ("ICE has memorandums for the Jail Enforcement Model with 129 agencies.", SupportType.JEM),
        ("Some 17 agencies that run jails have agreements.", None),
        ("Texas sheriffs hold 173 agreements and jails hold 900 people.", None),
        ("Some 1,360 agreements are in force.", None),
    ],
)
def test_the_support_type_is_the_model_named_beside_the_number(text: str, support_type: SupportType | None) -> None:
    assert [claim.support_type for claim in claims(text)] == [support_type]


@pytest.mark.parametrize(
    "text",
    [
        "There are 154 jail agreements and 777 task force agreements.",
        "The jail model has 154 agreements, the task force model 777.",
    ],
)
def test_each_of_two_numbers_has_the_support_type_of_its_own_words(text: str) -> None:
    found = [(claim.value, claim.support_type) for claim in claims(text)]
    assert found == [(154, SupportType.JEM), (777, SupportType.TFM)]


def test_a_large_number_beside_a_county_is_surely_neither_the_countys_nor_the_states() -> None:
    (claim,) = claims("In Polk County, Florida, 11 agreements are in force.")
    assert ClaimPart.SCOPE in claim.uncertain
    (claim,) = claims("In Polk County, Florida, 4 agreements are in force.")
    assert (claim.scope, ClaimPart.SCOPE in claim.uncertain) == ("Polk County, FL", False)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("According to federal records, 958 agreements are in force.", "federal records"),
        ("Sheriff Ann Marsh said 39 agencies have agreements.", "Sheriff Ann Marsh"),
        ("Some 958 agreements are in force.", None),
    ],
)
def test_who_is_named_as_having_said_it(text: str, source: str | None) -> None:
    assert [claim.source for claim in claims(text)] == [source]


def test_a_claim_keeps_its_sentence_and_offsets() -> None:
    text = "It grew fast. “More than 1,000 agencies” take part in 287(g)."
    (claim,) = claims(text)
    assert text[claim.start : claim.end] == "1,000 agencies"
    assert claim.sentence in text.replace("“", '"').replace("”", '"')
    assert claim.qualifier == "more than"


def test_spellings_of_the_program_do_not_split_a_clause() -> None:
    assert facts("ICE lists 78 agencies of the 287(g) program in 20 states.", title="Georgia and ICE")[0][2] == "US"


def test_the_same_page_always_gives_the_same_claims() -> None:
    text = PARAGRAPHS[0].text
    assert claims(text) == claims(text)
