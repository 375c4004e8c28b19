"""What lies beside the data: a Data Package, a citation, a README and the checksums."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.exports.folder import NAME, PACKAGE, sha256_of, write_sums
from models.record.asking.views.exports import Journal
from models.record.views.as_of import MEANINGS, NOT_OF_A_DAY
from models.record.views.dictionary import View, ViewColumn

HOME = "https://github.com/moawatch/moawatch"

_TITLE = "moawatch: the record of ICE's 287(g) agreement lists"
_SUMMARY = (
    "Every change to the lists of 287(g) agreements of U.S. Immigration and Customs Enforcement (ICE), worked out from"
    " the lists as published. ICE publishes no history: this is not a publication of ICE."
)
_CONVENTIONS = (
    "A day is the publisher's (US Eastern), a moment is UTC. 'On day D' means the list in force at the end of D. From"
    " and until are half open: from_day <= D and (until_day is empty or D < until_day). FIPS codes are texts. Each"
    " number can be followed to a list by its sha256, and to a row of it."
)

# The rows of these repeat sentences and titles of news pages; all else is facts.
_QUOTING = frozenset({"claims", "policy_events", "stories"})
_PUBLIC = {
    "name": "other-pd",
    "title": "Facts of public record; ICE's lists and the Census Bureau's figures are works of the U.S. government",
    "path": "https://www.usa.gov/government-copyright",
}
_QUOTED = {
    "name": "notspecified",
    "title": "Titles and sentences are quoted from the pages at their url; their publishers hold the rights",
}
_SOURCES = (
    {"title": "ICE: 287(g) participating and pending agencies", "path": "https://www.ice.gov/identify-and-arrest/287g"},
    {
        "title": "U.S. Census Bureau: county population estimates, vintage 2023",
        "path": "https://www.census.gov/programs-surveys/popest.html",
    },
)

# Table Schema's types; a list is JSON in a cell, a list in JSON.
_TYPES = {
    "text": "string", "JSON": "array", "integer": "integer", "0 or 1": "integer", "number": "number", "day": "date",
    "moment": "datetime",
}  # fmt: skip

_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3",
}

# What a reader must know beside the format, given the view.
_DIALECTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "csv": lambda _: {"encoding": "utf-8"},
    "json": lambda _: {"encoding": "utf-8"},
    "parquet": lambda _: {},
    "xlsx": lambda name: {"dialect": {"excel": {"sheet": name}}},
}


@dataclass(frozen=True, slots=True)
class ExportedView:
    """A view in one format: the rows of it, and the file that they are in."""

    view: View
    format: str
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds. `remarks` are sentences on what it leaves out."""

    views: tuple[ExportedView, ...]
    first_day: date | None
    last_day: date | None
    as_of: date | None
    since: str | None
    journal: Journal
    remarks: tuple[str, ...]


def describe(folder: Path, exported: Exported) -> None:
    """Write what lies beside the data into `folder`, which holds the data."""
    _write(folder / PACKAGE, json.dumps(_package(folder, exported), ensure_ascii=False, indent=1) + "\n")
    _write(folder / "CITATION.cff", _citation(exported))
    _write(folder / "README.md", _readme(exported))
    write_sums(folder)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _package(folder: Path, exported: Exported) -> dict[str, Any]:
    files = {each.file: (folder / each.file) for each in exported.views}
    facts = {file: {"bytes": path.stat().st_size, "hash": f"sha256:{sha256_of(path)}"} for file, path in files.items()}
    changes = {"newest_change": exported.journal.newest}
    if exported.since is not None:
        changes |= {"since": exported.since, "changes_dropped": list(exported.journal.dropped)}  # type: ignore[dict-item]
    return {
        "name": NAME,
        "title": _TITLE,
        "description": " ".join([_SUMMARY, *_limits(exported), _CONVENTIONS, *exported.remarks]),
        "homepage": HOME,
        "version": str(exported.as_of or exported.last_day or "empty"),
        "profile": "data-package",
        "licenses": [_PUBLIC],
        "sources": list(_SOURCES),
        NAME: {"as_of": exported.as_of and str(exported.as_of), **changes},
        "resources": list(_resources(exported, facts)),
    }


def _resources(exported: Exported, facts: dict[str, dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """A resource for each view and format, and one for a database; the first format of a view has its plain name."""
    resources: dict[str, dict[str, Any]] = {}
    for each in exported.views:
        if each.format == "sqlite":
            resource = {
                "name": "moawatch-sqlite",
                "path": each.file,
                "type": "file",
                "profile": "data-resource",
                "format": "sqlite",
                "mediatype": _MEDIA_TYPES["sqlite"],
                "description": "All views as tables; the tables `views` and `columns` explain them.",
                **facts[each.file],
            }
        else:
            name = each.view.name if each.view.name not in resources else f"{each.view.name}-{each.format}"
            resource = {
                "name": name,
                "path": each.file,
                "format": each.format,
                "mediatype": _MEDIA_TYPES[each.format],
                "description": _meaning(each.view, exported.as_of),
                **_DIALECTS[each.format](each.view.name),
                **({"licenses": [_QUOTED]} if each.view.name in _QUOTING else {}),
                **_facts(each, facts[each.file]),
                **_columns(each),
            }
        resources[resource["name"]] = resource
    return list(resources.values())


def _facts(each: ExportedView, facts: dict[str, Any]) -> dict[str, Any]:
    """The size but of JSON, of which frictionless counts no bytes, and then complains."""
    return {name: fact for name, fact in facts.items() if name == "hash" or each.format != "json"}


def _columns(each: ExportedView) -> dict[str, Any]:
    """What the columns hold. Two things are files to validators: Parquet, of which frictionless reads whole numbers
    beside NULL as floats, and JSON without a row, in which it sees no table."""
    fields = [_field(column) for column in each.view.columns]
    if each.format == "parquet" or (each.format == "json" and not each.rows):
        return {"type": "file", "profile": "data-resource", "columns": fields}
    schema = {"fields": fields, "primaryKey": list(each.view.key), "missingValues": [""]}
    return {"profile": "tabular-data-resource", "rows": each.rows, "schema": schema}


def _field(column: ViewColumn) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if column.type == "0 or 1":
        field["constraints"] = {"enum": [0, 1]}
    return field


def _meaning(view: View, as_of: date | None) -> str:
    return f"{view.row_is} As of {as_of}: {MEANINGS[view.name]}." if as_of else view.row_is


def _limits(exported: Exported) -> list[str]:
    """What was asked for, in sentences."""
    reach = f"The lists are those of {exported.first_day} to {exported.last_day}." if exported.last_day else ""
    sentences = [reach] if reach else ["The record holds no list yet."]
    if exported.as_of:
        left_out = ", ".join(sorted(NOT_OF_A_DAY))
        sentences.append(
            f"Everything is as of the end of {exported.as_of}: lists and changes after it are left out. What is left is"
            " told with what the record knows now: names, places, signing dates, withdrawn changes and confirmed"
            f" endings are today's. Left out, since no list decides them: {left_out}."
        )
    if exported.since is not None:
        dropped = ", ".join(exported.journal.dropped) or "none"
        sentences.append(
            f"Only the changes that came into the record, or were told otherwise, after change {exported.since}."
            f" Changes no longer told at all since then: {dropped}."
        )
    return sentences


def _citation(exported: Exported) -> str:
    day = exported.as_of or exported.last_day
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use a number, cite this record, and the list that the number is from: its day and sha256."',
        "type: dataset",
        f"title: {json.dumps(_TITLE)}",
        f"abstract: {json.dumps(_SUMMARY)}",
        "authors:",
        "  - name: moawatch",
        f"url: {json.dumps(HOME)}",
        *([f'version: "{day}"', f"date-released: {day}"] if day else []),
    ]
    return "\n".join(lines) + "\n"


def _readme(exported: Exported) -> str:
    lines = [
        f"# {_TITLE}",
        "",
        _SUMMARY,
        "",
        *(line for sentence in [*_limits(exported), *exported.remarks] for line in (sentence, "")),
        "| file | view | rows | a row is |",
        "|---|---|---|---|",
        *(
            f"| {each.file} | {each.view.name} | {each.rows:,} | {_meaning(each.view, exported.as_of)} |"
            for each in exported.views
        ),
        "",
        _CONVENTIONS,
        "",
        f"`{PACKAGE}` describes every column. `sha256sum -c SHA256SUMS` checks the files. In CSV and workbooks a text"
        " that a spreadsheet would run as a formula begins with an apostrophe; the other formats are letter for letter."
        " A text too long for a cell of a workbook ends with an ellipsis.",
    ]
    return "\n".join(lines) + "\n"
