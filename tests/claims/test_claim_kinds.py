"""Kinds of sentences that are easily misread: each with the counts that it states, or none."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText

_OPENING = "Sheriffs in Iowa are joining the federal 287(g) program.\n\n"

Counts = frozenset[tuple[str, float, str]]


def counts(text: str, title: str = "Iowa sheriffs and the 287(g) program") -> Counts:
    found = extract(ArticleText(title, _OPENING + text, "2025-10-20", "", "")).claims
    return frozenset((claim.metric.value, claim.value, claim.scope) for claim in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # arrests by the body that made them
        ("Since May, ICE has arrested more than 310,000 people and hired 9,000 officers.", set()),
        ("Troopers stopped 400 cars and ICE took 150 people into custody.", set()),
        ("Iowa troopers working with ICE arrested 110 people in June.", {("arrests", 110, "IA")}),
        ("Lee's office says 90 people went from his jail to ICE last year.", {("arrests", 90, "IA")}),
        ("Deputies have put 40 people in ICE custody.", {("arrests", 40, "IA")}),
        ("ICE holds 61,000 people in custody.", set()),
        # parts of a force, and sets
        ("About a fifth of the bureau's 210 or so agents would be trained.", set()),
        ("A panel passed a bill that would oblige all 99 sheriffs to apply.", set()),
        ("Of the 40 largest police departments, two have joined.", {("agencies", 2, "IA")}),
        ("Auditors reviewed 19 of the 52 agencies that had joined.", {("agencies", 52, "IA")}),
        ("At least 41 of the sheriffs who signed have been sued.", set()),
        ("Voters in three Iowa counties ousted their sheriffs.", set()),
        ("The attorney general told 14 cities that they may not leave the program.", set()),
        ("Iowa has 99 counties. Eighty still have no agreement.", set()),
        ("None of his six officers had begun the training.", set()),
        ("Local officers made arrests in eight Southern states.", set()),
        ("A third of the agencies, 90 or so, haven't reported an arrest.", set()),
        # beside the program
        ("In other business, the board approved four road agreements and a $120,400 bid for a boiler.", set()),
        ("The bill came to about 6 percent of the whole, not half.", set()),
        # what a verb or a noun already has of its own
        ("Towns that help ICE detain immigrants have 9,000 people each.", set()),
        ("Inmates who were turned over to ICE made 40 calls.", set()),
        ("The newest partners are the police of Ames, Iowa, a department of three.", set()),
        ("Nine states had none.", set()),
        ("They have joined in 39 states, none of them in New England.", {("states", 39, "US")}),
        # agreements that ended, in a time that is told
        ("Two 287(g) agreements were terminated in Georgia on Monday.", {("agreements", 2, "GA")}),
        ("Three 287(g) agreements in Virginia have been terminated since May.", {("agreements", 3, "VA")}),
        ("Two 287(g) agreements expired in Texas last week.", {("agreements", 2, "TX")}),
        ("Two 287(g) agreements were terminated in Georgia.", set()),
        ("No 287(g) agreements were terminated in Georgia last year.", set()),
        ("Under the bill, 40 287(g) agreements would be terminated in Virginia in May.", set()),
        # territories
        ("It has partners in 39 states and two territories.", {("states", 39, "US"), ("territories", 2, "US")}),
        ("The 287(g) program reaches three U.S. territories.", {("territories", 3, "US")}),
        ("The 287(g) program reaches 41 states and territories.", {("states", 41, "US")}),
        ("Governors of three territories wrote to ICE.", set()),
        ("The two territories have asked for help.", set()),
        ("Operation Prairie led to 300 arrests, 45 of them made by our 287(g) partners.", {("arrests", 45, "IA")}),
        ("The law gives the sheriffs of all 99 counties a choice of two models.", set()),
        (
            "Of the sheriffs, 12 were trained. The jail has ten beds and two jailers at night.",
            {("officers_trained", 12, "IA")},
        ),
        ("The chief had wanted to send two sergeants through the course.", set()),
        ("Twenty counties, cities and state agencies take part.", {("agencies", 20, "IA")}),
        (
            "Five agencies in Iowa have joined: the Polk County sheriff, three constables and a marshal.",
            {("agencies", 5, "IA"), ("agencies", 3, "IA")},
        ),
        # officers of a state named in the sentence, and those who are enrolled
        ("Some 6,100 officers in the state have been certified.", {("officers_trained", 6_100, "IA")}),
        ("Just 90 officers were enrolled in March.", {("officers_in_training", 90, "IA")}),
        # what some say, promise or would do
        ("The council has seven members, and four of them said they oppose the program.", set()),
        ("Of the sheriffs at the meeting, three said they would sign.", set()),
        ("Four sheriffs ran for office on a promise to join.", set()),
        ("Four sheriffs had vowed to sign.", set()),
        ("Four sheriffs who had vowed to sign have joined.", {("agencies", 4, "IA")}),
        ("The sheriff asked for five more deputies and $300,000.", set()),
        ("ICE denied 14 applications.", set()),
        ("Some 1,400 sheriffs are members of the association.", set()),
        ("ICE offers a $10,000 bonus to recruits.", set()),
        ("Nine departments that applied have since thought better of it.", set()),
        ("The sheriff of Polk County has 40 deputies with credentials.", {("officers_trained", 40, "Polk County, IA")}),
        ("Polk County, Iowa, got a check for $212,500.", {("funding_per_agency", 212_500, "Polk County, IA")}),
        ("The program has cost $1.4 million, a county spokesman said.", set()),
        ("We arrested 2,300 people last year. Maybe 90 of them were here illegally.", set()),
        ("The agreement works, Lee said. We arrested 23 people last year.", {("arrests", 23, "IA")}),
        # shares of arrests, and those who ended up with ICE
        (
            "Deputies made 900 arrests. Polk, a county of 500,000, was responsible for 240.",
            {("arrests", 900, "IA"), ("arrests", 240, "Polk County, IA")},
        ),
        ("Partners made 900 arrests. Police accounted for just 80.", {("arrests", 900, "IA"), ("arrests", 80, "IA")}),
        ("Agencies have joined. Sheriffs were responsible for 40.", set()),
        (
            "Police trained with ICE. Nineteen people stopped since May have landed in ICE's custody.",
            {("arrests", 19, "IA")},
        ),
        # sets of which some do, and who signed
        ("Sheriffs have signed up, and 30 of the 99 have one.", {("agencies", 30, "IA")}),
        ("Sheriffs in half of Iowa's 61 signatories object.", {("agencies", 61, "IA")}),
        (
            "Before June just three counties were on board. Now nine are.",
            {("counties", 3, "IA"), ("counties", 9, "IA")},
        ),
        # who waits
        ("Eleven agencies have joined, and four more have asked to.", {("agencies", 11, "IA"), ("pending", 4, "IA")}),
        (
            "Eleven agencies have joined; five are waiting for ICE to sign.",
            {("agencies", 11, "IA"), ("pending", 5, "IA")},
        ),
        # a number told before it is given
        (
            "The number of agencies in the state keeps rising. ICE's website showed 61 on Monday.",
            {("agencies", 61, "IA")},
        ),
        (
            "The number of participating agencies grew 40 percent, to 1,340.",
            {("pct_increase", 40, "US"), ("agencies", 1_340, "US")},
        ),
        ("In interviews with sheriffs in 16 states, few had seen money from the program.", set()),
        (
            "The Polk County Sheriff's Office alone has received $310,000, for cameras and a van.",
            {("funding_per_agency", 310_000, "Polk County, IA")},
        ),
        # money that is not the program's
        ("Congress was asked to cut $12 million from the 287(g) program.", set()),
        ("The group's study of the program was paid by a $150,000 grant from the Ames Foundation.", set()),
        ("Overtime spent on the program stands at $210,000; ICE has not paid.", set()),
        ("The council approved a budget of $9.1 million for police and the program.", set()),
        (
            "Sheriffs spent $2.9 million on the program. ICE reimbursed $310,000 of it.",
            {("funding_total", 310_000, "IA")},
        ),
        # officers by group, duty and credentials
        ("The first group, 31 troopers, finished in May.", {("officers_trained", 31, "IA")}),
        (
            "Lee is one of 112 Polk County deputies with ICE credentials.",
            {("officers_trained", 112, "Polk County, IA")},
        ),
        ("Nineteen deputies have been certified, out of about 300 sworn.", {("officers_trained", 19, "IA")}),
        ("Three people familiar with the training said so.", set()),
        # money of a county
        ("Linn got $187,500 from ICE for its deputies.", {("funding_per_agency", 187_500, "Linn County, IA")}),
        ("Statewide, ICE has sent $29 million to agencies.", {("funding_total", 29_000_000, "IA")}),
        ("ICE owes Linn about $640,000 for its deputies.", {("funding_per_agency", 640_000, "Linn County, IA")}),
        # places in brackets, people in passing
        (
            "Deputies made 1,040 arrests in Polk County, more than in any county but Linn (1,215).",
            {("arrests", 1_040, "Polk County, IA"), ("arrests", 1_215, "Linn County, IA")},
        ),
        ("Deputies made 90 arrests. There were 28 of us then.", {("arrests", 90, "IA")}),
        # words of taking part
        ("All 99 sheriffs are in.", {("agencies", 99, "IA")}),
        ("Eleven Iowa sheriffs and two police departments have one.", {("agencies", 11, "IA"), ("agencies", 2, "IA")}),
        ("Forty departments have requests before ICE.", {("pending", 40, "IA")}),
        ("Greene and Polk counties have signed two agreements each.", set()),
    ],
)
def test_a_kind_of_sentence_gives_its_counts_and_no_other(text: str, expected: Counts) -> None:
    assert counts(text) == expected


def test_a_county_is_found_behind_capitalized_words_of_a_headline() -> None:
    title = "How Polk County deputies work with ICE under 287(g)"
    found = counts("Deputies of Polk County, Iowa, took 86 people into custody.", title)
    assert found == {("arrests", 86, "Polk County, IA")}


def test_a_section_of_a_newsletter_is_about_the_state_that_opens_it() -> None:
    text = "Virginia. Eleven sheriffs have joined.\nOhio. Nine sheriffs have joined."
    found = extract(ArticleText("287(g) in the statehouses", text, "2025-10-20", "", "")).claims
    assert [(claim.value, claim.scope) for claim in found] == [(11, "VA"), (9, "OH")]


def test_the_number_of_a_state_s_counties_tells_the_state() -> None:
    text = "DES MOINES, Iowa - ICE's list, updated Nov. 4, shows 287(g) agreements with sheriffs in all 99 counties."
    found = extract(ArticleText("A check of a claim on 287(g)", text, "2025-11-06", "", "")).claims
    assert [(claim.metric.value, claim.value, claim.scope) for claim in found] == [("counties", 99, "IA")]


def test_numbers_in_more_words() -> None:
    text = "Iowa set aside half a million dollars for grants to sheriffs who join. Agreements grew elevenfold."
    assert {(metric, value) for metric, value, _ in counts(text)} == {("funding_total", 500_000), ("pct_increase", 11)}


def test_a_poll_of_the_nation_is_the_nation_s_on_any_page() -> None:
    text = "Half of U.S. adults in a new poll are wary.\n\nThe survey found 51% opposed to 287(g) agreements nearby."
    assert counts(text) == {("poll_pct", 51, "US")}


def test_answers_to_other_questions_of_a_poll_are_no_shares_of_opinion() -> None:
    text = "In a survey of ours, 44 percent of tenants said they would be less likely to report a crime."
    assert counts(text) == set()
    assert counts("In a poll, 54% of voters approve of the governor.") == set()
    assert counts("In the poll, 77% said that people convicted of rape should be deported.") == set()


def test_a_page_on_a_drug_task_force_is_not_about_the_program() -> None:
    text = (
        "Sheriffs signed a memorandum of understanding for their drug task force. Under the agreement each county "
        "sends two deputies, deputized as federal task force officers with Homeland Security. It made 212 arrests. "
        "The task force will do no immigration work."
    )
    article = ArticleText("Three counties renew pact for drug task force", text, "2025-07-31", "", "")
    assert not extract(article).relevant
