"""The ten published days in `data/sample/`, with every row as it is printed: stray spaces, typos, wrapped links."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from data import DATA
from models.vocabulary import PLACE_NAMES, SUPPORT_TYPE_TITLES, SupportType

SAMPLE = DATA / "sample"

_TEMPLATES = Environment(
    loader=FileSystemLoader(SAMPLE),
    autoescape=select_autoescape(disabled_extensions=("toml.jinja",), default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["format_datetime"] = format_datetime

# An invented host: following a link of the sample must never lead to a page of the real publisher.
MOA_FOLDER = "www.ice.example/doclib/287gMOA/"
# How a link got into its cell: typed, copied from an e-mail (an Outlook SafeLink) or from a PDF viewer, or mistyped.
_PASTED = {
    "": "https://{url}",
    "http": "http://{url}",
    "slash": "https:/{url}",
    "viewer": "chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https://{url}",
    "mail": "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2F{quoted}"
    "&data=05%7C02%7Clist.desk%40ice.example%7C0%7C0%7C0%7C0%7C0%7CUnknown&sdata=0&reserved=0",
}


@dataclass(frozen=True, slots=True)
class SampleDay:
    """One day on which the sample publisher shows something. Times are UTC."""

    number: int  # from 1
    title: str
    now: datetime  # when moawatch looks
    saved: datetime | None = None  # when Excel saved the workbooks; None while the page carries a table
    participating: str = ""  # the workbook's file name
    pending: str = ""
    headline_extra: int = 0  # what the headline counts beyond the rows: 1 is the header
    hidden_percent: int = 0  # rows hidden by a filter left on
    empty_headers: int = 0
    overshoot: int = 0  # empty rows that the sheet claims to have after its data
    blank_row: bool = False  # one inside the data
    only_state: str = ""  # the only state left on the list, by mistake
    sorted_by_date: bool = False


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row, printed alike from its first day to its last. The pending list prints only `cells`."""

    first: int
    last: int
    state: str  # two letters
    support_type: SupportType
    cells: tuple[str, ...]  # state, agency, type, county and support type as printed
    signed: date
    moa: str
    moa_file: str  # the name of the linked file; '' where none is linked
    moa_url: str
    addendum_url: str


@cache
def days() -> tuple[SampleDay, ...]:
    stanzas = tomllib.loads((SAMPLE / "days.toml").read_text(encoding="utf-8"))["days"]
    return tuple(SampleDay(number=number, **stanza) for number, stanza in enumerate(stanzas, start=1))


def in_force(day: SampleDay) -> list[SampleRow]:
    """The agreements of a day by place name and agency, including any that its list omits by mistake."""
    return [row for row in _rows("participating.csv") if row.first <= day.number <= row.last]


def listed(day: SampleDay) -> list[SampleRow]:
    """The rows of the day's participating list, in its order."""
    rows = [row for row in in_force(day) if day.only_state in ("", row.state)]
    return sorted(rows, key=lambda row: (row.signed, row.state)) if day.sorted_by_date else rows


def pending(day: SampleDay) -> list[SampleRow]:
    """The rows of the day's pending list; none while the page carries a table."""
    return [row for row in _rows("pending.csv") if row.first <= day.number <= row.last]


def render(template: str, **values: Any) -> str:
    """Fill in one of the templates in `data/sample/`; all but TOML is escaped."""
    return _TEMPLATES.get_template(template).render(values)


@cache
def _rows(name: str) -> tuple[SampleRow, ...]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return tuple(_row(line) for line in csv.DictReader(file))


def _row(line: dict[str, str]) -> SampleRow:
    """A line of `participating.csv` or `pending.csv`. `state_cell` and `support_type_cell` hold unusual prints only;
    `moa` holds the name of the linked PDF, or the cell's text where nothing is linked."""
    state, support_type = line["state"], SupportType(line["support_type"])
    moa, addendum = line.get("moa", ""), line.get("addendum", "")
    linked = moa.endswith(".pdf")
    return SampleRow(
        first=int(line["first"]),
        last=int(line["last"]),
        state=state,
        support_type=support_type,
        cells=(
            line["state_cell"] or PLACE_NAMES[state].upper(),
            *(line[name] for name in ("agency", "type", "county")),
            line["support_type_cell"] or SUPPORT_TYPE_TITLES[support_type],
        ),
        signed=date.fromisoformat(line["signed"]) if "signed" in line else date.min,
        moa="link" if linked else moa,
        moa_file=moa if linked else "",
        moa_url=_link(moa, line["pasted"]) if linked else "",
        addendum_url=_link(addendum, "") if addendum else "",
    )


def _link(file: str, pasted: str) -> str:
    url = MOA_FOLDER + file
    return _PASTED[pasted].format(url=url, quoted=quote(url, safe=""))
