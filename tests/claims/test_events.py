"""Acts by named actors: which kind, where, when, done or proposed."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, EventKind, PolicyEvent


def events(text: str, title: str = "Sheriffs and the 287(g) program", outlet: str = "") -> list[PolicyEvent]:
    return list(extract(ArticleText(title, text, "2026-02-18", outlet, "")).events)


@pytest.mark.parametrize(
    ("text", "kind", "place", "date"),
    [
        (
            "In Ohio, the Portage County Sheriff's Office was approved on Jan. 9 for a 287(g) agreement.",
            EventKind.SIGNED,
            "Portage County, OH",
            "2026-01-09",
        ),
        (
            "Idaho State Police joined the 287(g) program in June 2025.",
            EventKind.SIGNED,
            "ID",
            "2025-06",
        ),
        (
            "WILKES-BARRE, Pa. (WXYZ) - Sheriff Ann Marsh on Tuesday ended her office's 287(g) agreement with ICE.",
            EventKind.TERMINATED,
            "PA",
            "2026-02-17",
        ),
        (
            "The Wicomico County Council voted 6-1 to terminate its 287(g) agreement.",
            EventKind.TERMINATED,
            "Wicomico County, MD",
            "2026-02",
        ),
        (
            "DOVER, Del. - Chief Paul Stone withdrew his department's application to the 287(g) program last month.",
            EventKind.WITHDREW,
            "DE",
            "2026-01",
        ),
        (
            "The Dallas Police Department declined to join the 287(g) program.",
            EventKind.DECLINED,
            "Dallas, TX",
            "2026-02",
        ),
        (
            "Polk County, Iowa, was among the first. Its agreement was signed on Jan. 21.",
            EventKind.SIGNED,
            "Polk County, IA",
            "2026-01-21",
        ),
        (
            "The first to sign was the Florida Department of Law Enforcement, in 2002.",
            EventKind.SIGNED,
            "FL",
            "2002",
        ),
        (
            "Six states forbid the agreements, along with Delaware, whose governor signed a ban last month.",
            EventKind.BAN_LAW,
            "DE",
            "2026-01",
        ),
        (
            "President Donald Trump signed an executive order on Jan. 20, 2025, to expand the 287(g) program.",
            EventKind.EXECUTIVE_ORDER,
            "US",
            "2025-01-20",
        ),
        (
            "In Indiana, the governor's executive order tells state police to seek a 287(g) agreement.",
            EventKind.EXECUTIVE_ORDER,
            "IN",
            None,
        ),
        (
            "In Maryland, Gov. Ann Hale signed a bill on Tuesday that bans 287(g) agreements.",
            EventKind.BAN_LAW,
            "MD",
            "2026-02-17",
        ),
        (
            "A Georgia law passed in 2024 requires sheriffs to apply for 287(g) agreements.",
            EventKind.MANDATE_LAW,
            "GA",
            "2024",
        ),
        (
            "The Department of Homeland Security announced on Sept. 2, 2025, that it will reimburse 287(g) salaries.",
            EventKind.FUNDING_PROGRAM,
            "US",
            "2025-09-02",
        ),
        (
            "MACON, Ga. - Two residents of Harlow County filed suit over the 287(g) agreement.",
            EventKind.LAWSUIT,
            "Harlow County, GA",
            "2026-02",
        ),
        (
            "A Tidewater University poll released Thursday found Virginians split on 287(g) agreements.",
            EventKind.POLL,
            "VA",
            "2026-02-12",
        ),
    ],
)
def test_each_kind_of_act_is_read_with_place_and_date(text: str, kind: EventKind, place: str, date: str | None) -> None:
    assert [(event.kind, event.place, event.date) for event in events(text)] == [(kind, place, date)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Senate Bill 11 took effect in January and gives every Ohio sheriff with a jail until December to "
            "request a 287(g) agreement.",
            {("mandate_law", "OH")},
        ),
        (
            "Lawmakers in six states, among them Iowa, Ohio and Utah, have told sheriffs that they must take part "
            "in the 287(g) program.",
            {("mandate_law", "IA"), ("mandate_law", "OH"), ("mandate_law", "UT")},
        ),
        (
            "Under a bill that the governor of Nevada signed in May, deputies won't be able to work as immigration "
            "agents.",
            {("ban_law", "NV")},
        ),
        (
            "A bill would bar 287(g) agreements in Ohio. Maine passed something similar.",
            {("ban_law", "OH"), ("ban_law", "ME")},
        ),
        (
            "States including Illinois, New Jersey and Washington prohibit 287(g) agreements.",
            {("ban_law", "IL"), ("ban_law", "NJ"), ("ban_law", "WA")},
        ),
        (
            "Others, such as Georgia and Texas, require at least some agencies to join the 287(g) program.",
            {("mandate_law", "GA"), ("mandate_law", "TX")},
        ),
        ("ICE has been reimbursing 287(g) partners for salaries since October.", {("funding_program", "US")}),
        ("Polk County, Iowa, withdrew in 2017.", {("terminated", "IA")}),
        ("Oregon has barred its agencies from the 287(g) program since 1987.", {("ban_law", "OR")}),
        ("Vermont forbids its police to sign 287(g) agreements.", {("ban_law", "VT")}),
        (
            "The federal budget law made available $9 billion in grants for 287(g) partners.",
            {("funding_program", "US")},
        ),
        ("The 287(g) reimbursement that started in October is for task forces.", {("funding_program", "US")}),
        ("The sheriff of Polk County, Iowa, told ICE no in May.", {("declined", "IA")}),
        ("The Immigrant Law Center filed a lawsuit in Maryland in March.", {("lawsuit", "MD")}),
        (
            "Bucks County's new sheriff, Danny Cole, announced Tuesday that he is ending the county's 287(g) "
            "agreement with ICE.",
            {("terminated", "PA")},
        ),
        (
            "The Keller City Council on Tuesday approved an agreement that makes its police department the "
            "latest in North Texas to join ICE's 287(g) program.",
            {("signed", "TX")},
        ),
        (
            "Metro Nashville police will not take part in the 287(g) program, Chief John Drew said.",
            {("declined", "TN")},
        ),
        (
            "Wells police suspended their 287(g) agreement in Maine on Friday, the chief said, citing a "
            "pending state law.",
            {("terminated", "ME")},
        ),
        (
            "New Mexico Gov. Lea Ortiz signed House Bill 9 on Thursday, barring local governments from "
            "entering 287(g) agreements.",
            {("ban_law", "NM")},
        ),
        (
            "New Hampshire Gov. Ann Poe signed two bills that ban towns from blocking 287(g) agreements.",
            {("mandate_law", "NH")},
        ),
        (
            "In Virginia, the ACLU sued the sheriff of Fairport County on Monday over his office's 287(g) "
            "agreement with ICE.",
            {("lawsuit", "VA")},
        ),
        ("A new Pew Research Center survey found that 52% of Americans oppose 287(g) agreements.", {("poll", "US")}),
        (
            "Tennessee lawmakers approved a $5 million grant program last year for agencies that join the "
            "287(g) program.",
            {("funding_program", "TN")},
        ),
        (
            "Oklahoma's Department of Public Safety entered into a 287(g) agreement with ICE in February 2025.",
            {("signed", "OK")},
        ),
        (
            "Frederick County Sheriff Chuck Lane said his office would wind down its 287(g) agreement after "
            "the Maryland law took effect.",
            set(),
        ),
        (
            "The Palmyra Police Department became the first municipal agency in Wisconsin to enter a 287(g) "
            "agreement with ICE.",
            {("signed", "WI")},
        ),
        ("Illinois has banned 287(g) agreements since 2021.", {("ban_law", "IL")}),
        (
            "The Fort Myers City Council initially rejected a 287(g) agreement in March on a 3-3 vote, then "
            "reversed itself.",
            {("declined", "FL")},
        ),
        (
            "Teller County, Colorado, is the only county in the state with a 287(g) agreement; a judge ruled "
            "in 2024 that parts of it are illegal.",
            set(),
        ),
        (
            "In South Carolina, a bill that would require sheriffs to sign 287(g) agreements advanced out of "
            "committee Wednesday.",
            {("mandate_law", "SC")},
        ),
        ("Gwinnett County ended its participation in 287(g) on Jan. 1, 2021.", {("terminated", "GA")}),
        ("Kansas Attorney General Cal Rowe signed a 287(g) agreement on behalf of the KBI.", {("signed", "KS")}),
        (
            "Nassau County Executive Bruce Kane announced that 10 detectives will be deputized under a "
            "287(g) agreement signed in February.",
            {("signed", "NY")},
        ),
        (
            "Gov. Jeff Landry signed an executive order directing Louisiana agencies to seek 287(g) agreements.",
            {("executive_order", "LA")},
        ),
        (
            "In Ohio, Perry County terminated its 287(g) agreement seven months after it was signed.",
            {("terminated", "OH")},
        ),
    ],
)
def test_acts_in_the_words_of_the_news(text: str, told: set[tuple[str, str]]) -> None:
    assert {(event.kind.value, event.place.rsplit(", ", 1)[-1]) for event in events(text)} == told


@pytest.mark.parametrize(
    "text",
    [
        "Nine universities in Florida have signed 287(g) agreements.",
        "The sheriff has not signed a 287(g) agreement.",
        "Commissioners will consider whether to join the 287(g) program.",
        "The sheriff declined to comment on the 287(g) program.",
        "The fiscal year ended with 30 agreements under the 287(g) program.",
        "Arrests rose under the 287(g) program, records show.",
    ],
)
def test_counts_plans_and_silence_are_no_acts(text: str) -> None:
    assert events(text) == []


def test_a_bill_is_marked_as_proposed_and_a_signed_law_is_not() -> None:
    bill = events("A bill filed in South Carolina would require every sheriff to sign a 287(g) agreement.")
    law = events("In Texas, Gov. Greg Abbott signed a bill that requires sheriffs to sign 287(g) agreements.")
    assert [event.proposed for event in bill + law] == [True, False]


def test_a_sentence_that_lists_states_gives_one_event_for_each() -> None:
    found = events("Illinois, New Jersey and Oregon ban 287(g) agreements by law.")
    assert [(event.kind, event.place) for event in found] == [
        (EventKind.BAN_LAW, "IL"),
        (EventKind.BAN_LAW, "NJ"),
        (EventKind.BAN_LAW, "OR"),
    ]


def test_a_detainer_law_is_no_ban_of_the_program() -> None:
    assert events("A Colorado statute of 2019 bars jails from detaining people on ICE detainers.") == []


def test_a_pronoun_refers_to_the_body_named_before() -> None:
    text = "HALL COUNTY, Ga. - Hall County Sheriff Ron Bell backs ICE. He signed a 287(g) agreement on Jan. 12."
    assert [(event.actor, event.place) for event in events(text)] == [
        ("Hall County Sheriff Ron Bell", "Hall County, GA")
    ]


def test_an_event_keeps_its_sentence_and_offsets() -> None:
    text = "It was cold. The Dallas Police Department declined to join the 287(g) program."
    (event,) = events(text)
    assert event.sentence == "The Dallas Police Department declined to join the 287(g) program."
    assert text[event.start : event.end] == "declined to join"


def test_the_same_act_told_twice_is_one_event() -> None:
    text = "Idaho State Police joined the 287(g) program. In June, Idaho State Police signed the 287(g) agreement."
    assert len(events(text)) == 1


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "Three sheriffs in Idaho have signed 287(g) agreements: those of Owyhee County, Canyon County and "
            "Kootenai County.",
            [("Owyhee County", "Owyhee County, ID"), ("Canyon County", "Canyon County, ID"),
             ("Kootenai County", "Kootenai County, ID")],
        ),
        (
            "Two Virginia counties ended 287(g) agreements. The two are Augusta County and Hanover County.",
            [("Augusta County", "Augusta County, VA"), ("Hanover County", "Hanover County, VA")],
        ),
        (
            "These agencies have signed 287(g) agreements:\n- Owyhee County Sheriff's Office\n- Idaho State Police",
            [("Owyhee County Sheriff's Office", "Owyhee County, ID"), ("Idaho State Police", "ID")],
        ),
        (
            "ICE announced 287(g) agreements with three Idaho counties: Owyhee, Canyon and Kootenai.",
            [("Owyhee County", "Owyhee County, ID"), ("Canyon County", "Canyon County, ID"),
             ("Kootenai County", "Kootenai County, ID")],
        ),
        (
            "HARLOW SPRINGS, Colo. - The city council of Harlow Springs voted 5-2 to decline a 287(g) agreement.",
            [("city council of Harlow Springs", "Harlow Springs, CO")],
        ),
        (
            "The Gulfport City Council in Florida voted to get out of its 287(g) agreement with ICE.",
            [("Gulfport City Council", "Gulfport, FL")],
        ),
        (
            "Harford County, Maryland, ended its 287(g) agreement. Cecil County, Maryland, did the same.",
            [("Harford County", "Harford County, MD"), ("Cecil County", "Cecil County, MD")],
        ),
        (
            "Broome County, New York, under pressure from legislators, terminated its 287(g) agreement.",
            [("Broome County", "Broome County, NY")],
        ),
        ("Oklahoma has struck a 287(g) deal with ICE.", [("Oklahoma", "OK")]),
        ("Nine universities in Florida have signed 287(g) agreements.", []),
        ("Critics in Butler County, Ohio, said the 287(g) agreement should be scrapped.", []),
    ],
)  # fmt: skip
def test_each_body_is_told_under_its_own_name(text: str, actors: list[tuple[str, str]]) -> None:
    assert [(event.actor, event.place) for event in events(text)] == actors


def test_quotation_marks_hide_no_act() -> None:
    text = 'The sheriff of Ada County, Idaho, said his office has "no intention" of signing a 287(g) agreement.'
    assert [event.kind for event in events(text)] == [EventKind.DECLINED]


def test_one_of_two_bills_is_the_law_that_was_signed_with_it() -> None:
    text = (
        "Gov. Ron DeSantis of Florida signed two bills Thursday. One requires all sheriffs to enter 287(g) agreements."
    )
    found = [(event.kind, event.place, event.date, event.proposed) for event in events(text)]
    assert found == [(EventKind.MANDATE_LAW, "FL", "2026-02-12", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Sheriff Bill Waybourn of Tarrant County, Texas, signed a 287(g) agreement in May.",
        "Union County, Ohio, signed a 287(g) agreement in May.",
    ],
)
def test_names_that_are_also_words_of_the_tables_hide_no_act(text: str) -> None:
    assert [event.kind for event in events(text)] == [EventKind.SIGNED]
