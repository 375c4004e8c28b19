"""The published lists read and counted without anything of moawatch: what its answers are held against."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html
from python_calamine import CalamineWorkbook

from tests.support.paths import ROOT

STATES = {
    "ALABAMA": "AL", "ALASKA": "AK", "ARIZONA": "AZ", "ARKANSAS": "AR", "COLORADO": "CO", "DELAWARE": "DE",
    "FLORIDA": "FL", "GEORGIA": "GA", "GUAM": "GU", "HAWAII": "HI", "IDAHO": "ID", "INDIANA": "IN", "IOWA": "IA",
    "KANSAS": "KS", "KENTUCKY": "KY", "LOUISIANA": "LA", "MAINE": "ME", "MARYLAND": "MD", "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI", "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT", "NEBRASKA": "NE",
    "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ", "NEW MEXICO": "NM", "NEW YORK": "NY",
    "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND", "OHIO": "OH", "OKLAHOMA": "OK", "PENNSYLVANIA": "PA",
    "SOUTH CAROLINA": "SC", "SOUTH DAKOTA": "SD", "TENNESSEE": "TN", "TEXAS": "TX", "UTAH": "UT", "VERMONT": "VT",
    "VIRGINIA": "VA", "WASHINGTON": "WA", "WEST VIRGINIA": "WV", "WEST VIRIGINIA": "WV", "UTAHJ": "UT",
    "WISCONSIN": "WI", "WYOMING": "WY",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedRow:
    number: int  # with the header as row 1
    state: str  # two letters, or as printed
    agency: str  # as printed, with single spaces
    county: str
    support_type: str  # JEM, TFM or WSO
    signed: date | None
    moa: str  # where the link leads, or the cell

    @property
    def name(self) -> str:
        return folded(self.agency)

    @property
    def key(self) -> tuple[str, str, str]:
        """State, folded name, support type: an agreement, but for a second one of the same kind."""
        return self.state, self.name, self.support_type


@dataclass(frozen=True, slots=True)
class PrintedList:
    kind: str
    day: date
    sha256: str
    rows: tuple[PrintedRow, ...]

    @property
    def agreements(self) -> set[tuple[str, str, str]]:
        return {row.key for row in self.rows}


def folded(name: str) -> str:
    """'Bay County Sheriff’s Office ' -> 'bay county sheriff'; 'Elm Police Dept.' -> 'elm police department'."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    text = re.sub(r"\bpd\b", "police department", re.sub(r"\bdept\b\.?", "department", text))
    text = re.sub(r"\bst\.? ", "saint ", re.sub(r"\bsheriff'?s?'?( office| department)?", "sheriff", text))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


@cache
def meant() -> dict[tuple[str, str], tuple[str, str]]:
    """State and folded name as printed -> as meant, for the names of one body in the table."""
    with (ROOT / "data" / "aliases.csv").open(newline="") as table:
        return {
            (one["state"], folded(one["name"])): (one["state"], folded(one["other_name"]))
            for one in csv.DictReader(table)
        }


@cache
def printed_lists(folder: Path) -> tuple[PrintedList, ...]:
    """The workbooks and saved pages, in the order of publication; the one that moawatch rejects is among them."""
    found = [(date(2021, 1, 1), 0, _page(path)) for path in sorted((folder / "page").glob("*.html"))]
    with (folder / "manifest.csv").open(newline="") as manifest:
        for entry in csv.DictReader(manifest):
            day = _day(entry)
            rows = tuple(_workbook_rows(folder / entry["file"]))
            found.append((day, int(entry["seq"]), PrintedList(entry["kind"], day, entry["sha256"], rows)))
    return tuple(each for _, _, each in sorted(found, key=lambda one: (one[2].day, one[1])))


def participating(folder: Path) -> list[PrintedList]:
    return [each for each in printed_lists(folder) if each.kind == "participating"]


def last_until(lists: Iterable[PrintedList], day: date) -> PrintedList:
    return [each for each in lists if each.day <= day][-1]


def _day(entry: Mapping[str, str]) -> date:
    """By the name; two names of January 2026 say 2025, and the workbook's own time is right."""
    named, saved = date.fromisoformat(entry["published_on"]), date.fromisoformat(entry["docprops_modified_utc"][:10])
    return saved if saved - named > timedelta(days=300) else named


def _page(path: Path) -> PrintedList:
    """A table of 2021 to 2025; the file's name has the time of its capture in UTC, some hours ahead of the East."""
    captured = datetime.strptime(path.name.split("__")[1], "%Y%m%d%H%M%S")
    table = html.parse(path).getroot().find(".//table")
    head = [cell.text_content().strip() for cell in table.findall(".//thead//th")]
    rows = []
    for number, line in enumerate(table.findall(".//tbody/tr"), start=2):
        cells = dict(zip(head, line.findall("td"), strict=False))
        texts = {name: cell.text_content() for name, cell in cells.items()}
        link = cells["MOA"].find(".//a") if "MOA" in cells else None
        rows.append(_row(number, texts, link.get("href") if link is not None else ""))
    return PrintedList("participating", (captured - timedelta(hours=5)).date(), "", tuple(rows))


def _workbook_rows(path: Path) -> Iterable[PrintedRow]:
    sheets = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)]
    head, *lines = sheets[0]
    for number, line in enumerate(lines, start=2):
        cells = {str(name).strip(): value for name, value in zip(head, line, strict=False)}
        if str(cells.get("LAW ENFORCEMENT AGENCY", "")).strip():
            yield _row(number, cells, str(cells.get("MOA", "")).strip())


def _row(number: int, cells: Mapping[str, Any], moa: str) -> PrintedRow:
    state = " ".join(str(cells["STATE"]).split()).upper()
    support_type = str(cells.get("SUPPORT TYPE", "")).casefold()
    return PrintedRow(
        number=number,
        state=STATES.get(state, state),
        agency=" ".join(str(cells["LAW ENFORCEMENT AGENCY"]).split()),
        county=" ".join(str(cells.get("COUNTY", "")).split()),
        support_type="JEM" if "jail" in support_type else "TFM" if "task" in support_type else "WSO",
        signed=_date(cells.get("SIGNED", "")),
        moa=unquote(moa),
    )


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        return None


def labels(folder: Path, label: str, *kinds: str) -> list[dict[str, str]]:
    with (folder / "labelled_changes.csv").open(newline="") as file:
        return [each for each in csv.DictReader(file) if each["class"] == label and each["kind"].startswith(kinds)]


def bare(county: str) -> str:
    """'St. Johns County' -> 'saintjohns'."""
    return re.sub(r"\b(county|parish|borough)\b| ", "", folded(county))


@cache
def fips_by_name() -> dict[tuple[str, str], str]:
    """(state, bare name of the county) -> FIPS code."""
    with (ROOT / "data" / "reference" / "counties.csv").open(newline="") as file:
        rows = [(each["state"], bare(each["county"]), each["county_fips"]) for each in csv.DictReader(file)]
    return {(state, name): fips for state, name, fips in rows}


def county_of(row: PrintedRow) -> str | None:
    return fips_by_name().get((row.state, bare(row.county)))
