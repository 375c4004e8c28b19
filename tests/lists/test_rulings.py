"""What people decided: read strictly, applied where it fits, reported where it is unused."""

from datetime import date

import pytest

from models.errors import SettingsError
from models.lists.rulings import (
    ALIASES_HEADER,
    CORRECTIONS_HEADER,
    Decision,
    Rulings,
    parse_aliases,
    parse_corrections,
)
from tests.support.published_lists import TFM, background, day, edited, fold, publish, row

_OLD = date(2025, 3, 12)
_MOAS = "https://agency.example/doclib/287gMOA/"
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD)


def corrections(*rows: str) -> Rulings:
    return Rulings(corrections=parse_corrections("\n".join([",".join(CORRECTIONS_HEADER), *rows])))


def aliases(*rows: str) -> Rulings:
    return Rulings(aliases=parse_aliases("\n".join([",".join(ALIASES_HEADER), *rows])))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("state,agency\n", "the header must be"),
        ("{header}\nTEXAS,,COLOUR,a,b,why,where,2025-07-01", "row 2: no column 'COLOUR'"),
        ("{header}\nTEXAS,,COUNTY,a,b,why,where,soon", "row 2: 'soon' is not a date"),
        ("{header}\nTEXAS,,SIGNED,a,b,why,where,2025-07-01", "row 2: 'b' is not a date"),
        ("{header}\nTEXAS,,COUNTY,a,b", "row 2: expected 8 columns"),
        ('{header}\n"TEXAS,,COUNTY,a,b,why,where,2025-07-01', "fix the quoting"),
    ],
)
def test_a_correction_that_cannot_be_meant_is_named(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse_corrections(text.format(header=",".join(CORRECTIONS_HEADER)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("TX,A,B,alike,why,where,2025-07-01", "use same or distinct"),
        ("Texas,A,B,same,why,where,2025-07-01", "use two letters"),
    ],
)
def test_an_alias_that_cannot_be_meant_is_named(line: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        aliases(line)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (
            "TEXAS,,LAW ENFORCEMENT AGENCY,Harlow City Sheriff,Harlan County Sheriff's Office",
            {"agency": "Harlow City Sheriff "},
        ),
        (",Harlan County Sheriff's Office,STATE,TEJAS NORTE,TEXAS", {"state": "TEJAS NORTE"}),
        ("TEXAS,,SUPPORT TYPE,Desk Model,Warrant Service Officer", {"support_type": "Desk Model"}),
        (
            "TEXAS,Harlan County Sheriff's Office,SIGNED,1/1/1900,2025-03-12",
            {"signed": None, "signed_text": "1/1/1900"},
        ),
    ],
)
def test_a_correction_reads_the_wrong_value_as_the_right_one(line: str, printed: dict[str, str]) -> None:
    rulings = corrections(f"{line},misprint,the signed memorandum,2025-07-01")
    wrong = edited(HARLAN, **printed)
    record = fold(publish([*background(), HARLAN], 0), publish([*background(), wrong], 1), rulings=rulings)
    assert record.changes == {}
    placed = record.outcomes[-1].placements[32]
    assert placed.agreement_id == f"TX-harlan-county-sheriff/WSO/{_OLD}"
    assert placed.listing == wrong, "the row stays as printed"


def test_a_wrong_link_is_read_as_the_right_one_and_asks_nobody() -> None:
    other = row("Wyandot County Sheriff's Office", signed=_OLD, link="wyandot")
    right, wrong = (edited(HARLAN, moa="link", moa_url=url) for url in (f"{_MOAS}harlan.pdf", other.moa_url))
    lists = (publish([*background(), right, other], 0), publish([*background(), wrong, other], 1))
    asked = fold(*lists)
    assert asked.kinds() == ["moa_replaced"]
    assert len(asked.outcomes[-1].doubts) == 1
    rulings = corrections(f"TEXAS,{HARLAN.agency},MOA,{other.moa_url},{right.moa_url},why,where,2025-07-01")
    record = fold(*lists, rulings=rulings)
    assert record.changes == {}
    assert record.outcomes[-1].doubts == ()
    placed = record.outcomes[-1].placements[32]
    assert (placed.moa_url, placed.listing) == (right.moa_url, wrong)


def test_two_corrections_of_one_row_are_both_held_against_what_is_printed() -> None:
    wrong = edited(HARLAN, agency="Harlow City Sheriff", signed=None, signed_text="1/1/1900")
    name = "TEXAS,Harlow City Sheriff,LAW ENFORCEMENT AGENCY,Harlow City Sheriff,Harlan County Sheriff's Office"
    signed = "TEXAS,Harlow City Sheriff,SIGNED,1/1/1900,2025-03-12"
    for lines in ((name, signed), (signed, name)):
        meant = corrections(*(f"{line},misprint,the signed memorandum,2025-07-01" for line in lines)).correct(wrong)
        assert (meant.agency, meant.signed) == (HARLAN.agency, HARLAN.signed)


@pytest.mark.parametrize(
    ("column", "printed", "meant"),
    [
        ("LAW ENFORCEMENT AGENCY", "Harlow City Sheriff", "Harlan County Sheriff's Office"),
        ("STATE", "OHIO", "TEXAS"),
        ("COUNTY", "Harlow County", "Harlan County"),
        ("TYPE", "State", "County"),
        ("SIGNED", "2024-03-12", "2025-03-12"),
    ],
)
def test_nothing_is_told_when_the_publisher_mends_what_a_correction_has_mended(
    column: str, printed: str, meant: str
) -> None:
    field = {"LAW ENFORCEMENT AGENCY": "agency", "SIGNED": "signed_text", "TYPE": "agency_type"}.get(column)
    wrong = edited(HARLAN, **{field or column.casefold(): printed})
    if column == "SIGNED":
        wrong = edited(wrong, signed=date.fromisoformat(printed))
    rulings = corrections(f"{wrong.state},{wrong.agency},{column},{printed},{meant},misprint,the memorandum,2025-07-01")
    lists = (publish([*background(), each], number) for number, each in enumerate((HARLAN, wrong, HARLAN)))
    assert fold(*lists, rulings=rulings).changes == {}


def test_a_correction_touches_no_other_state_agency_or_value() -> None:
    rulings = corrections("OHIO,Perry Police,COUNTY,Lake County,Perry County,misprint,map,2025-07-01")
    for other in (HARLAN, edited(HARLAN, county="Lake County"), edited(HARLAN, state="OHIO", county="Lake County")):
        assert rulings.correct(other) == other


def test_a_row_of_the_tables_matches_what_it_names() -> None:
    rulings = Rulings(
        corrections=corrections("TEXAS,,COUNTY,Lake Conty,Lake County,misprint,map,2025-07-01").corrections,
        aliases=aliases("TX,Harlan Sheriff,Harlan County Constable,same,why,where,2025-07-01").aliases,
    )
    assert rulings.matching([HARLAN]) == ()
    in_use = [edited(HARLAN, county="Lake Conty"), row("Harlan Sheriff's Office")]
    assert len(rulings.matching(in_use)) == 2


_PAIR = (row("Ottawa Rangers", signed=_OLD), row("Capitol Constabulary", signed=day(0)))


def test_names_ruled_to_be_the_same_are_one_agency() -> None:
    before, now = _PAIR
    rulings = aliases("TX,Ottawa Rangers,Capitol Constabulary,same,merged,a statute,2025-07-01")
    lists = (publish([*background(), before], 0), publish([*background(), now], 1))
    assert sorted(fold(*lists).kinds()) == ["agreement_added", "agreement_ended"]
    record = fold(*lists, rulings=rulings)
    assert "agreement_ended" not in record.kinds()
    assert "agreement_added" not in record.kinds()


def test_names_ruled_to_be_distinct_are_two() -> None:
    before, now = row("Harlam County Jail", signed=_OLD), row("Harlan County Jail", signed=_OLD)
    lists = (publish([*background(), before], 0), publish([*background(), now], 1))
    assert "agency_respelled" in fold(*lists).kinds()
    rulings = aliases("TX,Harlam County Jail,Harlan County Jail,distinct,two jails,a map,2025-07-01")
    assert sorted(fold(*lists, rulings=rulings).kinds()) == ["agreement_added", "agreement_ended"]


def test_a_ruling_on_a_doubt_decides_the_pair() -> None:
    harlan, jail = (
        row("Harlan County Sheriff's Office", signed=_OLD),
        row("Harlan County Jail", signed=date(2025, 3, 14)),
    )
    lists = (publish([*background(), harlan], 0), publish([*background(), jail], 1))
    (doubt,) = fold(*lists).outcomes[-1].doubts
    same = fold(*lists, rulings=Rulings(decisions=((doubt.id, Decision.SAME),)))
    assert same.kinds() == ["agency_relabeled", "signing_date_corrected"]
    assert same.outcomes[-1].doubts == ()
    distinct = fold(*lists, rulings=Rulings(decisions=((doubt.id, Decision.DISTINCT),)))
    assert sorted(distinct.kinds()) == ["agreement_added", "agreement_ended"]
    assert distinct.outcomes[-1].doubts == ()
    rejected = fold(*lists, rulings=Rulings(decisions=((doubt.id, Decision.REJECT),)))
    assert rejected.kinds() == same.kinds()
    accepted = fold(*lists, rulings=Rulings(decisions=((doubt.id, Decision.ACCEPT),)))
    assert accepted.kinds() == distinct.kinds()
    assert accepted.outcomes[-1].doubts == ()


def test_a_ruling_against_a_pairing_undoes_it() -> None:
    """`distinct` may be said of the change that the pairing told, not only of the doubt."""
    before, now = row("Harlam County Jail", signed=_OLD), row("Harlan County Jail", signed=_OLD)
    lists = (publish([*background(), before], 0), publish([*background(), now], 1))
    about = next(change.id for change in fold(*lists).changes.values() if change.kind == "agency_respelled")
    record = fold(*lists, rulings=Rulings(decisions=((about, Decision.DISTINCT),)))
    assert sorted(record.kinds()) == ["agreement_added", "agreement_ended"]


def test_a_rejected_change_is_told_as_withdrawn() -> None:
    lists = (publish(background(), 0), publish([*background(), row("Perry County Jail", model=TFM, signed=day(0))], 1))
    (about,) = fold(*lists).changes
    assert fold(*lists, rulings=Rulings(decisions=((about, Decision.REJECT),))).kinds() == []


def test_the_last_ruling_counts() -> None:
    assert Rulings(decisions=(("a", Decision.ACCEPT), ("a", Decision.REJECT))).decision("a") is Decision.REJECT
