"""A mail taken apart as a reader meets it: subject, preview, text, page, pictures' descriptions, attached table.

Nothing of what drew the mail is known here, only what mail programs and browsers show.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from enum import StrEnum

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag


class Part(StrEnum):
    SUBJECT = "subject"
    PREVIEW = "preview"  # what a mailbox shows beside the subject
    TEXT = "text"
    PAGE = "page"
    PICTURE = "picture"  # what a picture says to those who do not see it, and the signs in it
    TABLE = "table"  # the attachment


# A row of a picture with more cells than this is a row of tiles, which have nothing to do with each other.
TILES = 5

# Between the parts of one table row or line of a page.
CUT = " | "


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph, a heading, a line, a table row: what stands by itself. `section` and `group` are the headings above
    it."""

    part: Part
    text: str
    section: str = ""
    group: str = ""
    item: bool = False  # a line of a list or a row of a table
    heading: bool = False

    def __str__(self) -> str:
        above = " > ".join(filter(None, (self.section, self.group)))
        return f"[{self.part}{', ' + above if above else ''}] {self.text}"


# An attached table, row by row.
Table = tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class TakenApart:
    """All that a mail says."""

    subject: str
    statements: tuple[Statement, ...]
    tables: tuple[Table, ...]

    def of(self, *parts: Part) -> list[Statement]:
        return [each for each in self.statements if each.part in parts]


def take_apart(content: bytes) -> TakenApart:
    mail = message_from_bytes(content, policy=default)
    subject = str(mail["subject"])
    statements = [Statement(Part.SUBJECT, subject)]
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    if plain is not None:
        statements += _Lines().read(plain.get_content())
    if page is not None:
        statements += _Page().read(page.get_content())
    tables = tuple(_table(each) for each in mail.iter_attachments() if each.get_content_type() == "text/csv")
    return TakenApart(subject, tuple(statements), tables)


def _table(attached: Message) -> Table:
    """The rows of a CSV file, whose bytes a mail program saves as they are."""
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    return tuple(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


_RULE = re.compile(r"[-=]{3,}")
_ALIGNED = re.compile(r" {0,4}\S.*? {2,}\S")
_SHOUTED = re.compile(r"[^a-z]*[A-Z]{3}[^a-z]*")
_BULLET = re.compile(r"(\s*)[*•-] (.*)")


@dataclass(slots=True)
class _Lines:
    """The text part: paragraphs are wrapped, a heading is underlined, a line of a list begins with a star."""

    section: str = ""
    group: str = ""
    found: list[Statement] = field(default_factory=list)

    def read(self, text: str) -> list[Statement]:
        block: list[str] = []
        for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
            if line.strip():
                block.append(line)
            elif block:
                self._block(block)
                block = []
        return self.found

    def _block(self, lines: list[str]) -> None:
        """A few lines between empty ones."""
        self.group = ""
        ruled = [number for number, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
        if ruled:
            above, lines = lines[: ruled[0]], lines[ruled[0] + 1 :]
            if above:
                self.section = _joined(above)
                self._say(self.section, heading=True)
            else:
                self.section = ""
            if lines:
                self._block(lines)
            return
        if len(lines) > 1 and _SHOUTED.fullmatch(lines[0]):
            self.section = lines[0].strip()
            self._say(self.section, heading=True)
            lines = lines[1:]
        bullets = [number for number, line in enumerate(lines) if _BULLET.match(line)]
        over = lines[: bullets[0]] if bullets else lines
        table = next((number for number, line in enumerate(over) if _ALIGNED.match(line)), len(over))
        over, aligned = over[:table], over[table:]
        if over:
            if bullets or aligned:
                self.group = _joined(over)
            self._say(_joined(over), heading=bool(bullets or aligned))
        for line in aligned:
            self._say(re.sub(r" {2,}", CUT, re.sub(r"\s+#+\s*$", "", line.strip())), item=True)
        for number, begin in enumerate(bullets):
            end = [*bullets, len(lines)][number + 1]
            own = [begin, *(each for each in range(begin + 1, end) if lines[each].startswith(" "))]
            self._say(_BULLET.sub(r"\2", _joined([lines[each] for each in own])), item=True)
            if rest := [lines[each] for each in range(begin + 1, end) if each not in own]:
                self._say(_joined(rest))

    def _say(self, text: str, *, item: bool = False, heading: bool = False) -> None:
        self.found.append(Statement(Part.TEXT, text, self.section, self.group, item, heading))


def _joined(lines: list[str]) -> str:
    """Wrapped lines as one; addresses of links are left out."""
    words = " ".join(" ".join(lines).split())
    return re.sub(r"\s*<?https?://\S+", "", words).strip()


_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "caption", "div", "td", "th", "figcaption", "blockquote", "dt", "dd"}
_INSIDE = {"ul", "ol", "table", "figure", "dl", *_BLOCKS}
_APART = _INSIDE | {"img", "svg", "tbody", "thead", "tr", "center", "section", "main", "body"}
_HEADINGS = ("h1", "h2", "h3", "h4")
_HIDDEN = re.compile(r"display:\s*none")


@dataclass(slots=True)
class _Page:
    """The page as a browser shows it, from top to bottom."""

    section: str = ""
    group: str = ""
    found: list[Statement] = field(default_factory=list)

    def read(self, markup: str) -> list[Statement]:
        page = BeautifulSoup(markup, "lxml")
        if page.title is not None:
            self._say(_shown(page.title), Part.SUBJECT)
        for each in page(["style", "script", "head"]):
            each.decompose()
        if page.body is not None:
            self._walk(page.body)
        return self.found

    def _walk(self, tag: Tag) -> None:
        if _HIDDEN.search(str(tag.get("style", ""))):
            self._say(_shown(tag), Part.PREVIEW)
            return
        for name in ("alt", "aria-label", "title"):
            if tag.get(name):
                self._say(str(tag[name]), Part.PICTURE)
        if tag.name == "table" and tag.get("role") not in ("presentation", "none"):
            self._table(tag, Part.PICTURE if tag.get("role") == "img" else Part.PAGE)
        elif tag.name == "svg":
            for text in tag.find_all(["title", "desc", "text"]):
                self._say(_shown(text), Part.PICTURE)
        elif tag.name in _BLOCKS and tag.find(_INSIDE) is None:
            self._leaf(tag)
        else:
            self._children(tag)

    def _children(self, tag: Tag) -> None:
        """Blocks one by one, and the bare text between them."""
        bare: list[str] = []
        for child in tag.children:
            if isinstance(child, NavigableString):
                bare.append(child)
                continue
            if isinstance(child, Tag) and _is_inline(child):
                bare.append(_shown(child))
                continue
            self._bare(bare)
            if isinstance(child, Tag):
                self._walk(child)
        self._bare(bare)

    def _bare(self, texts: list[str]) -> None:
        if text := " ".join(" ".join(texts).split()):
            self._say(text)
        texts.clear()

    def _leaf(self, tag: Tag) -> None:
        for picture in tag.find_all(["img", "svg"]):
            if picture.get("alt"):
                self._say(str(picture["alt"]), Part.PICTURE)
        text = _shown(tag)
        if tag.name in _HEADINGS:
            if tag.name in ("h1", "h2"):
                self.section, self.group = ("" if tag.name == "h1" else text), ""
            else:
                self.group = text
        if text:
            self._say(text, item=tag.name in ("li", "dd"), heading=tag.name in _HEADINGS)

    def _table(self, table: Tag, part: Part) -> None:
        """A table of data: the names of the columns go with the numbers in them, row by row."""
        if table.caption is not None:
            self._say(_shown(table.caption), part)
        head = [_shown(cell) for cell in table.select("thead th")]
        for row in table.find_all("tr"):
            if row.find_parent("thead") is not None:
                continue
            cells = row.find_all(["td", "th"], recursive=False)
            texts = [_shown(cell) for cell in cells]
            if len(cells) == 1 and cells[0].name == "th":
                self.group = texts[0]
                self._say(texts[0], part, heading=True)
            elif _numbers_only(texts) or (part is Part.PICTURE and len(texts) > TILES):
                self._cells(head, texts, "", part)
            elif cells and cells[0].get("scope") == "row":
                self._say(texts[0], part, item=True)
                self._cells(head[1:], texts[1:], texts[0] + CUT, part)
            else:
                self._say(CUT.join(filter(None, texts)), part, item=True)
        self.group = ""

    def _cells(self, head: list[str], texts: list[str], row: str, part: Part) -> None:
        """Each cell by itself, with the names of its row and column."""
        for number, text in enumerate(texts):
            column = head[number] + CUT if number < len(head) else ""
            if text:
                self._say(f"{row}{column}{text}", part, item=True)

    def _say(self, text: str, part: Part = Part.PAGE, *, item: bool = False, heading: bool = False) -> None:
        self.found.append(Statement(part, " ".join(text.split()), self.section, self.group, item, heading))


def _is_inline(tag: Tag) -> bool:
    return tag.name not in _APART and tag.find([*_APART]) is None


def _numbers_only(texts: list[str]) -> bool:
    return all(re.fullmatch(r"[±+−-]?[\d,.]*%?( .*)?|new", text) for text in texts)


def _shown(tag: Tag) -> str:
    """The text of an element; a line break stands as CUT."""
    return " ".join("".join(_pieces(tag)).split()).strip().removesuffix("|").strip()


def _pieces(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString:
                yield str(child)
        elif isinstance(child, Tag):
            if child.name == "br":
                yield CUT
            elif child.name not in ("style", "script"):
                yield from _pieces(child)
