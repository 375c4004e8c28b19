"""The tables that ship: what each row mends, on lists as small as its case, and where its evidence can be looked up."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data import DATA
from flows.sources.eras.document import read_document
from models.lists.folding import fold_agency, fold_state, tidy
from models.lists.listings import Listing
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Alias, Correction, Rulings, parse_aliases, parse_corrections
from tests.support.published_lists import FIRST_DAY, JEM, TFM, WSO, Record, background, edited, fold, publish, row

_FILES = "https://www.ice.gov/doclib/287gMOA/"


@cache
def shipped() -> Rulings:
    return Rulings(
        parse_corrections((DATA / "corrections.csv").read_text(encoding="utf-8")),
        parse_aliases((DATA / "aliases.csv").read_text(encoding="utf-8")),
    )


# -- what each row mends -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """A few lists, and the kinds of what is told of them as printed and with the tables; '?' is a question."""

    name: str
    lists: Sequence[IncomingList]
    printed: Sequence[str]
    mended: Sequence[str] = ()
    signed: date | None = None  # of the one agreement told, where a row mends it
    file: str = ""  # the agency's own, where a row mends the link


def on(day: str, *rows: Listing) -> IncomingList:
    return publish([*background(), *rows], (date.fromisoformat(day) - FIRST_DAY).days)


def linked(listing: Listing, file: str) -> Listing:
    return edited(listing, moa="link", moa_url=f"{_FILES}{file}.pdf")


def a_year_off(name: str, state: str, printed: date, meant: date, first_listed: str, file: str) -> Case:
    agency = linked(row(name, state, TFM, printed), file)
    lists = (on("2026-02-17"), on(first_listed, agency))
    return Case(name, lists, ("agreement_added", "?"), ("agreement_added",), meant)


def anothers_file(agency: Listing, own: str, owner: Listing, file: str, printed: Sequence[str]) -> Case:
    """The row links its own file, or none yet where one is told as posted, then the owner's."""
    posted = tuple(kind for kind in printed if kind == "moa_posted")
    before, other = agency if posted else linked(agency, own), linked(owner, file)
    lists = (on("2025-07-01", other, before), on("2025-07-07", other, linked(agency, file)))
    return Case(agency.agency, lists, printed, posted, file=own)


def police(name: str, state: str = "FLORIDA", signed: date = date(2025, 4, 10)) -> Listing:
    return row(f"{name} Police Department", state, TFM, signed)


_WALTON = linked(
    row("Walton County Sheriff's Office", "FLORIDA", WSO, date(2019, 5, 6)), "287gWSO_WaltonCoFl2019-05-06"
)
_WARIA = linked(edited(_WALTON, agency="Waria-labelon County Sheriff's Office"), "287gWSO_Waria-labelonCoFl2019-05-06")
_MONMOUTH = linked(row("Monmouth County Sheriff's Office", "NEW JERSEY", JEM, date(2016, 6, 8)), "r_287gmonmouth")
_ADDENDUM = linked(
    row("Monmouth County Sheriff's Office (Addendum)", "NEW JERSEY", JEM, date(2019, 3, 8)),
    "287gJEM_MonmouthCoNj2016-06-08",
)
_GEORGIA = row("Georgia Department of Public Safety", "GEORGIA", TFM, date(2025, 3, 10), kind="State")
_MONTOUR = row("Montour County Sheriff's Office", "PENNSYLVANIA", TFM, date(2025, 6, 11))

CASES = [
    a_year_off(
        "Ottawa County Sheriff's Office", "OKLAHOMA", date(2025, 2, 23), date(2026, 2, 23), "2026-02-27",
        "OttawaCoSheriffsOfficeOK_TFM_MOA_02232026",
    ),
    a_year_off(
        "Mohawk Village Police Department", "NEW YORK", date(2016, 3, 19), date(2026, 3, 19), "2026-03-27",
        "MohawkVillagePoliceDeptNY_TFM_MOA_03192026",
    ),
    Case(
        "the date of an addendum",
        (on("2025-06-02", _MONMOUTH), on("2025-06-03", _ADDENDUM)),
        ("agreement_added", "agreement_ended", "?"), ("moa_replaced",),
    ),
    Case(
        "garbled letters",
        (on("2025-06-02", _WALTON), on("2025-06-03", _WARIA), on("2025-06-04", _WALTON)),
        ("agreement_added", "agreement_ended", "?", "?"),
    ),
    anothers_file(
        row("Gilmer County Sheriff's Office", "GEORGIA", WSO, date(2025, 6, 26)),
        "GilmerCoSheriffsOfficeGA_WSO_MOA_01262026", _GEORGIA, "georgiaDeptPublicSafety_TFM_MOA_03.10.25",
        ("moa_posted",),  # and nobody is asked: the name of a state's department says too little
    ),
    anothers_file(
        police("Edgewood"), "EdgewoodPoliceDeptFL_TFM_MOA_04.10.2025", police("Edgewater", signed=date(2025, 7, 2)),
        "EdgewaterPoliceDeptFL_TFM_MOA_07022025", ("moa_replaced", "?"),
    ),
    anothers_file(
        police("Sebastian", signed=date(2025, 4, 15)), "SebastianPoliceDeptFL_TFM_MOA_04152025",
        police("Satellite Beach", signed=date(2025, 6, 5)), "SatelliteBeachPoliceDeptFL_TFM_MOA_06052025",
        ("moa_posted", "?"),
    ),
    anothers_file(
        _MONTOUR, "MontourCoSheriffsOfficePA_TFM_MOA_06112025", police("Manheim Borough", "PENNSYLVANIA"),
        "ManheimBoroughPoliceDeptPA_TFM_MOA_06182025", ("moa_replaced", "?"),
    ),
]  # fmt: skip


def told(record: Record) -> list[str]:
    return sorted([*record.kinds(), *("?" for outcome in record.outcomes for _ in outcome.doubts)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_row_mends_what_the_rules_would_tell(case: Case) -> None:
    assert told(fold(*case.lists)) == sorted(case.printed)
    mended = fold(*case.lists, rulings=shipped())
    assert told(mended) == sorted(case.mended)
    if case.signed:
        assert [change.signed for change in mended.changes.values()] == [case.signed]
    if case.file:
        (link,) = [placed.moa_url for placed in last_rows(mended) if placed.listing.agency == case.name]
        assert link == f"{_FILES}{case.file}.pdf"


_UCF = (
    police("University of Central Florida"),
    row("University of Central Florida Board of Trustees", "FLORIDA", TFM, date(2025, 4, 15), kind="State Agency"),
)
_DFS = (
    row("Florida Department of Financial Services", "FLORIDA", TFM, date(2025, 3, 25), kind="State Agency"),
    row("Criminal Investigation Division, Department of Financial Services", "FLORIDA", TFM, date(2025, 7, 24)),
)


@pytest.mark.parametrize("names", [_UCF, _DFS], ids=["UCF", "DFS"])
def test_a_body_with_two_agreements_under_two_names_is_one_agency(names: tuple[Listing, Listing]) -> None:
    for rulings, agencies in ((Rulings(), 2), (shipped(), 1)):
        record = fold(on("2025-07-24", *names), rulings=rulings)
        assert len({placed.agency_id for placed in last_rows(record) if placed.listing in names}) == agencies


def test_every_row_has_a_case() -> None:
    rows = [each for case in CASES for incoming in case.lists for each in incoming.published.listings]
    rows += [*_UCF, *_DFS]
    names = {(fold_state(each.state), fold_agency(fold_state(each.state), each.agency).key) for each in rows}
    assert [each for each in shipped().corrections if not any(map(each.applies, rows))] == []
    assert [each for each in shipped().aliases if not {(each.state, key) for key in each.keys} <= names] == []


def last_rows(record: Record) -> list[Placement]:
    return list(record.outcomes[-1].placements.values())


# -- where it can be looked up -----------------------------------------------------------------------------------

_LIST = re.compile(r"(pending )?list of (\d{4}-\d\d-\d\d), rows? (\d+)(?: and (\d+))?, sha256 ([0-9a-f]{64})")
# A file of a public repository, as it was at a commit: for lists that no one here has.
_MIRROR = re.compile(r"[\w-]+/[\w-]+, commit [0-9a-f]{40}, [\w./]+")


def test_the_evidence_of_each_row_names_a_row_of_a_list_or_a_file_of_a_mirror(shared_lists: Path) -> None:
    with (shared_lists / "manifest.csv").open(newline="") as handle:
        files = {listed["sha256"]: listed for listed in csv.DictReader(handle)}
    rulings: list[Correction | Alias] = [*shipped().corrections, *shipped().aliases]
    for each in rulings:
        printed = set()
        for kind, day, one, other, sha256 in _LIST.findall(each.evidence):
            assert (files[sha256]["published_on"], files[sha256]["kind"]) == (day, kind.strip() or "participating")
            listed = read_document((shared_lists / files[sha256]["file"]).read_bytes())
            printed |= {tidy(listed.rows[int(number)].agency) for number in (one, other) if number}
        about = {each.agency} if isinstance(each, Correction) else {each.name, each.other_name}
        assert about <= printed or _MIRROR.search(each.evidence), each
