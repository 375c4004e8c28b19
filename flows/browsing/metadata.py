"""What Datasette is told about the copy: titles, descriptions, what to sort and to filter by, and the queries."""

from datetime import date
from typing import Any

from models.record.copying.public_copy import UNWRITTEN
from models.record.views.dictionary import View, views
from models.record.views.queries import AskedQuery, asked_queries

TITLE = "The record of ICE's 287(g) lists"

_FACETS = ("state", "support_type", "body", "status", "kind")
_NEWEST_FIRST = ("first_seen", "day", "first_day", "published_on", "first_published", "from_day")
# What stands for a row where another one points to it.
_LABELS = {"agencies": "agency", "applications": "agency", "counties": "county", "lists": "day", "stories": "title"}
# These two are counted out whenever they are asked: what they are asked for must be narrow.
_NARROWED = {"daily_counts": {"scope": "US", "support_type": "all"}}


def metadata(newest: date | None) -> dict[str, Any]:
    """Datasette's metadata for the copy of a record whose newest participating list is of the day `newest`."""
    return {
        "title": TITLE,
        "extra_css_urls": ["/moawatch/browse.css"],
        "databases": {
            "record": {
                "title": TITLE,
                "description": (
                    f"Every agreement on ICE's lists {up_to(newest)}: who has one, of what kind, since when."
                    " A copy, made when moawatch browse was started."
                ),
                "tables": {view.name: _of_view(view) for view in views().values()},
                "queries": {query.name: _of_query(query) for query in asked_queries().values()},
            }
        },
    }


def up_to(newest: date | None) -> str:
    """To follow 'the lists'."""
    return f"through {newest}" if newest else "(none yet)"


def _of_view(view: View) -> dict[str, Any]:
    names = [column.name for column in view.columns]
    told: dict[str, Any] = {
        "description": _plain(view.row_is),
        "columns": {
            each.name: _plain(f"{each.type}{each.unit and ', ' + each.unit}: {each.meaning}") for each in view.columns
        },
        "narrowed": _NARROWED.get(view.name, {}),
    }
    if view.name in UNWRITTEN:
        return told
    told["facets"] = [name for name in _FACETS if name in names]
    newest = next((name for name in _NEWEST_FIRST if name in names), None)
    if newest:
        told["sort_desc"] = newest
    if view.name in _LABELS:
        told["label_column"] = _LABELS[view.name]
    if view.name in ("agencies", "stories"):
        told["fts_table"] = f"{view.name}_words"
    return told


def _of_query(query: AskedQuery) -> dict[str, Any]:
    return {
        "title": query.title,
        "description": _plain(" ".join((query.question, *query.notes))),
        "question": query.question,
        "sql": query.sql,
        "params": [each.name for each in query.parameters],
        "examples": query.examples,
    }


def _plain(text: str) -> str:
    """Datasette shows Markdown as it stands."""
    return text.replace("`", "")
