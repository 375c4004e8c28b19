"""The source registry: which publishers are read, how, how often, and how long they may bring nothing.

One `[[source]]` stanza each in `data/sources.toml` (or the file named by the setting `sources`). Adding a source of a
known kind takes a stanza and no code.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

import soupsieve
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from flows.fetching.addresses import is_web_address
from models.errors import SettingsError
from models.vocabulary import ListKind


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError("must be an http or https address")
    return text


def _css_selector(text: str) -> str:
    try:
        soupsieve.compile(text)
    except soupsieve.SelectorSyntaxError:
        raise ValueError(f"is not a CSS selector: {text!r}") from None
    return text


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"has {text!r}, which is not a regular expression ({error})") from None
    return text


Text = Annotated[str, Field(pattern=r"\S")]
Hours = Annotated[float, Field(strict=True, gt=0, le=24 * 366, allow_inf_nan=False)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Selector = Annotated[Text, AfterValidator(_css_selector)]
Pattern = Annotated[str, AfterValidator(_regular_expression)]


class Source(BaseModel):
    """One publisher and one way of reading it: each subclass is a way, told apart by `kind`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")  # unique and stable: the record has it on every fetch
    title: Text  # for people
    due_every_hours: Hours
    max_age_hours: Hours  # silence longer than this is reported

    @property
    def due_every(self) -> timedelta:
        return timedelta(hours=self.due_every_hours)

    @property
    def max_age(self) -> timedelta:
        return timedelta(hours=self.max_age_hours)

    @model_validator(mode="after")
    def _check_hours(self) -> Self:
        if self.max_age < self.due_every:
            raise ValueError("max_age_hours is shorter than due_every_hours: the source would always be late")
        return self


class IcePageSource(Source):
    """The page that contains or links the published lists."""

    kind: Literal["ice_page"] = "ice_page"
    url: WebAddress
    links: Mapping[ListKind, tuple[Pattern, ...]] = {}  # what a link's text or address matches; see `ice.page`


class LinkPageSource(Source):
    """An HTML page that lists articles."""

    kind: Literal["link_page"] = "link_page"
    url: WebAddress
    selector: Selector  # CSS, for elements with one article's link each
    outlet: Text | Literal[""] = ""  # the publisher


class FeedSource(Source):
    """An RSS or Atom feed."""

    kind: Literal["feed"] = "feed"
    url: WebAddress
    outlet: Text | Literal[""] = ""  # the publisher; '' where every entry names its own
    listing_url: WebAddress | Literal[""] = ""  # the HTML page with the same articles, read when the feed fails
    selector: Selector | Literal[""] = ""  # of that page

    @model_validator(mode="after")
    def _check_listing(self) -> Self:
        if bool(self.selector) != bool(self.listing_url):
            raise ValueError("selector and listing_url go together on a feed")
        return self

    @property
    def listing_page(self) -> LinkPageSource | None:
        if not self.listing_url:
            return None
        shared = self.model_dump(exclude={"kind", "url", "listing_url"})
        return LinkPageSource(url=self.listing_url, **shared)


class GdeltSource(Source):
    """A query of the GDELT DOC API."""

    kind: Literal["gdelt"] = "gdelt"
    url: WebAddress = ""  # where not the API's usual address
    query: Text

    @property
    def outlet(self) -> str:
        return ""  # every row names its own


class MoaSource(Source):
    """The documents that the lists link: agreements and addenda. Their addresses are in the record."""

    kind: Literal["moa"] = "moa"
    most_a_run: int = Field(default=60, strict=True, ge=1, le=2_000)
    linked_as: WebAddress | Literal[""] = ""  # links that begin so are fetched from `url` instead
    url: WebAddress | Literal[""] = ""

    @model_validator(mode="after")
    def _check_place(self) -> Self:
        if bool(self.linked_as) != bool(self.url):
            raise ValueError("linked_as and url go together on a source of documents")
        return self

    def address(self, link: str) -> str:
        """Where the document behind a link is fetched."""
        if self.linked_as and link.startswith(self.linked_as):
            return self.url + link.removeprefix(self.linked_as)
        return link


NewsSource = FeedSource | LinkPageSource | GdeltSource

_STANZA: TypeAdapter[IcePageSource | MoaSource | NewsSource] = TypeAdapter(
    Annotated[IcePageSource | MoaSource | NewsSource, Field(discriminator="kind")]
)
_KINDS = "ice_page, moa, feed, link_page, gdelt"


def read_registry(path: Path) -> tuple[Source, ...]:
    """The sources in the order of the file. Raises SettingsError naming the wrong stanza and key."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"sources {path}: cannot be read ({error.strerror}); see the setting sources") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(f"sources {path}: not TOML ({error}); correct it") from error
    stanzas = tables.pop("source", [])
    if tables or not isinstance(stanzas, list) or not stanzas:
        raise SettingsError(f"sources {path}: must have [[source]] stanzas, at least one, and nothing else; correct it")
    sources: dict[str, Source] = {}
    for number, stanza in enumerate(stanzas, 1):
        name = stanza.get("name")
        where = f"sources {path}: stanza {number}" + (f" ({name})" if isinstance(name, str) else "")
        try:
            source = _STANZA.validate_python(stanza)
        except ValidationError as error:
            raise SettingsError(f"{where}: {_first_fault(error)}; correct it") from error
        if source.name in sources:
            raise SettingsError(f"sources {path}: two stanzas are named {source.name!r}; rename one")
        sources[source.name] = source
    return tuple(sources.values())


def _first_fault(error: ValidationError) -> str:
    """The first wrong key and what is wrong with it; an option that its kind does not take comes before the rest."""
    fault = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    kind, key, *inner = (*map(str, fault["loc"]), "", "")
    if not fault["loc"]:  # no kind, or an unknown one
        return f"kind must be one of {_KINDS}"
    if key == "links" and inner[0] in set(ListKind):
        key, must = f"links.{inner[0]}", "be a list of regular expressions"
    elif key == "links":
        must = f"be a list of patterns for each of {', '.join(ListKind)}"
    elif key == "name" and fault["type"] == "string_pattern_mismatch":
        must = "be small letters, digits and hyphens, 40 at most"
    else:
        must = "be a number of hours, up to a year" if key.endswith("_hours") else "be text"
        must = "be a whole number from 1 to 2000" if key == "most_a_run" else must
    what = {"missing": "is missing", "extra_forbidden": f"is not an option of kind {kind}"}.get(fault["type"])
    if fault["type"] == "value_error":
        what = str(fault["ctx"]["error"])
    return f"{key} {what or f'must {must}'}".strip()
