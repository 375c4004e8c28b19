"""The source registry: which publishers are read, how, how often, and how long they may be silent.

One `[[source]]` stanza each in `data/sources.toml` (or the file that the setting `sources` names). Adding a source of
a kind that is known here takes a stanza and no code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import soupsieve

from flows.fetching.addresses import is_web_address
from models.errors import SettingsError
from models.vocabulary import ListKind


class SourceKind(StrEnum):
    """How a source is read."""

    ICE_PAGE = "ice_page"  # the page that carries or links the published lists
    FEED = "feed"  # RSS or Atom
    LINK_PAGE = "link_page"  # an HTML page that lists articles
    GDELT = "gdelt"  # the GDELT DOC API


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher, one way of reading it. An option that its kind does not take is empty."""

    name: str  # short, unique, stable: the record names it on every fetch
    kind: SourceKind
    title: str  # for people
    url: str  # for GDELT '' but where another address of its API is meant
    due_every: timedelta
    max_age: timedelta  # silence for longer than this is told
    link_patterns: Mapping[ListKind, tuple[str, ...]] = field(default_factory=dict)  # ice_page; see `ice_page.py`
    outlet: str = ""  # feed, link_page: who publishes it; '' where every entry names its own
    selector: str = ""  # link_page: CSS, the elements that hold one article's link each; feed: of its listing page
    listing_url: str = ""  # feed: the HTML page with the same articles, read where the feed cannot be
    query: str = ""  # gdelt


_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ALWAYS = {"name", "kind", "title", "due_every_hours", "max_age_hours"}
_TAKES = {
    SourceKind.ICE_PAGE: {"url", "links"},
    SourceKind.FEED: {"url", "outlet", "listing_url", "selector"},
    SourceKind.LINK_PAGE: {"url", "outlet", "selector"},
    SourceKind.GDELT: {"url", "query"},
}
_NEEDS = {
    SourceKind.ICE_PAGE: {"url"},
    SourceKind.FEED: {"url"},
    SourceKind.LINK_PAGE: {"url", "selector"},
    SourceKind.GDELT: {"query"},
}


def read_registry(path: Path) -> tuple[Source, ...]:
    """The sources in the order of the file. Raises SettingsError naming the stanza and the key that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"sources {path}: cannot be read ({error.strerror}); see the setting sources") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(f"sources {path}: not TOML ({error}); correct it") from error
    stanzas = tables.pop("source", [])
    if tables or not isinstance(stanzas, list) or not stanzas:
        raise SettingsError(f"sources {path}: holds [[source]] stanzas, at least one, and nothing else; correct it")
    sources = tuple(_Stanza(path, number, stanza).source() for number, stanza in enumerate(stanzas, 1))
    for number, source in enumerate(sources):
        if source.name in {other.name for other in sources[:number]}:
            raise SettingsError(f"sources {path}: two stanzas are named {source.name!r}; rename one")
    return sources


class _Stanza:
    """One stanza while it is read: each getter states what is wrong with its key."""

    def __init__(self, path: Path, number: int, table: Mapping[str, Any]) -> None:
        self._table = table
        self._where = f"sources {path}: stanza {number}"
        if isinstance(table.get("name"), str):
            self._where += f" ({table['name']})"

    def source(self) -> Source:
        if "name" not in self._table:
            raise self._wrong("name", "is missing")
        name = self._text("name")
        if not _NAME.fullmatch(name):
            raise self._wrong("name", "takes small letters, digits and hyphens, 40 at most")
        kind = self._kind()
        self._check_keys(kind)
        source = Source(
            name=name,
            kind=kind,
            title=self._text("title"),
            url=self._web_address("url"),
            due_every=self._hours("due_every_hours"),
            max_age=self._hours("max_age_hours"),
            link_patterns=self._links(),
            outlet=self._text("outlet"),
            selector=self._selector(),
            listing_url=self._web_address("listing_url"),
            query=self._text("query"),
        )
        if source.max_age < source.due_every:
            raise self._wrong("max_age_hours", "is shorter than due_every_hours: it would always be too old")
        if source.kind is SourceKind.FEED and bool(source.selector) != bool(source.listing_url):
            raise self._wrong("selector", "and listing_url go together on a feed")
        return source

    def _kind(self) -> SourceKind:
        try:
            return SourceKind(self._text("kind"))
        except ValueError:
            raise self._wrong("kind", f"is one of {', '.join(SourceKind)}") from None

    def _check_keys(self, kind: SourceKind) -> None:
        for key in sorted(self._table.keys() - _ALWAYS - _TAKES[kind]):
            raise self._wrong(key, f"is not an option of kind {kind.value}")
        for key in sorted((_ALWAYS | _NEEDS[kind]) - self._table.keys()):
            raise self._wrong(key, "is missing")

    def _text(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str) or (key in self._table and not value.strip()):
            raise self._wrong(key, "takes a text")
        return value

    def _hours(self, key: str) -> timedelta:
        value = self._table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 24 * 366:
            raise self._wrong(key, "takes a number of hours, up to a year")
        return timedelta(hours=value)

    def _web_address(self, key: str) -> str:
        value = self._text(key)
        if value and not is_web_address(value):
            raise self._wrong(key, "takes an http or https address")
        return value

    def _selector(self) -> str:
        value = self._text("selector")
        try:
            soupsieve.compile(value or "a")
        except soupsieve.SelectorSyntaxError:
            raise self._wrong("selector", f"is no CSS selector: {value!r}") from None
        return value

    def _links(self) -> Mapping[ListKind, tuple[str, ...]]:
        tables = self._table.get("links", {})
        if not isinstance(tables, dict) or tables.keys() - set(ListKind):
            raise self._wrong("links", f"takes a list of patterns for each of {', '.join(ListKind)}")
        return {ListKind(kind): self._patterns(kind, patterns) for kind, patterns in tables.items()}

    def _patterns(self, kind: str, patterns: object) -> tuple[str, ...]:
        key = f"links.{kind}"
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise self._wrong(key, "takes a list of regular expressions")
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise self._wrong(key, f"holds {pattern!r}, which is no regular expression ({error})") from None
        return tuple(patterns)

    def _wrong(self, key: str, what: str) -> SettingsError:
        return SettingsError(f"{self._where}: {key} {what}; correct it")
