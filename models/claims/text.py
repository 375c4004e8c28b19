"""A page as sentences, with offsets into the text as given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from models.claims.words import words

# Longer texts are not news: a long magazine article has 60,000 characters.
MAX_CHARACTERS = 100_000
# A longer sentence is a table or noise; it is cut, so that no rule ever looks at more than this.
MAX_SENTENCE = 1_000

# A text of MAX_CHARACTERS in ordinary sentences has some 1,000; more are initials, dots, noise.
MAX_SENTENCES = 2_500

# Of a line that opens a list its end counts, and each item of the list looks at it again.
MAX_LEAD_IN = 300

# One character for one character, so that offsets stay those of the text as given.
_FOLDED = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u200b": " ", "\t": " ", "\ufeff": " ",
        "‐": "-", "‑": "-", "−": "-", "―": "—", "\r": "\n", "\u2028": "\n", "\u2029": "\n",
    }
)  # fmt: skip

# Words whose full stop does not end a sentence.
_ABBREVIATIONS = words(
    """mr mrs ms dr st gov sen rep sens reps sgt lt capt col maj cpl ofc gen atty no nos vs dept supt rev jan feb
    mar apr jun jul aug sept sep oct nov dec a.m p.m u.s u.s.c d.c i.e e.g etc inc co corp jr sr ft ala ariz
    ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev n.h n.j n.m n.y
    n.c n.d okla ore pa r.i s.c s.d tenn tex vt va wash w.va wis wyo sec art p.c pct approx est"""
)
# Only at the first of many marks: a line of 100,000 dots is looked at once, not from each of them.
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+[\"')\]]*(?:\[\d{1,3}\])*(?=\s+[\"'(\[]?[A-Z0-9$])")
# 'in the U.S. The program': what follows an abbreviation only where a new sentence begins.
_OPENERS = re.compile(r"\s+(?:The|In|A|An|It|But|As|That|This|These|More|They|He|She|We|And|Of|So|Nearly|About)\b")
_SMALL_ABBREVIATIONS = frozenset({"a.m", "p.m", "vs", "etc", "i.e", "e.g", "p.c", "pct", "approx", "est"})
_LAST_WORD = re.compile(r"[\w.]+$")
_BULLET = re.compile(r"\s{0,8}(?:[-–—•·*▪●◦‣]|\(?\d{1,2}[.)])\s")

# Lines of a mail are 72 wide, of a typescript up to 100; a longer line is a paragraph.
_WIDEST_WRAP = 110
# A line that stops inside a sentence, and one that takes it up: '... signed Tuesday by the' / 'governor of Maryland'.
_STOPS = re.compile(r"[.:!?\"|][ ]*$")
_GOING_ON = re.compile(r"[ ]{0,4}[a-z(]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the folded text (same length, plain quotes and dashes)."""

    start: int  # offset of `text` in the article's text
    text: str
    paragraph: int  # lines are counted as paragraphs; empty lines are not counted
    bullet: bool  # an item of a list
    lead_in: str  # the line that opened the list or table ('... include:'), '' elsewhere

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def fold(text: str) -> str:
    """The text with plain quotes, hyphens and spaces; no character is added or removed."""
    return text.translate(_FOLDED)


def unwrapped(folded: str) -> str:
    """The text with a blank for each line break that only wraps a line, as in mails and .txt files; as long as before.

    A block of lines is wrapped where one of them goes on in the next in the middle of a sentence; lists, tables and
    headings keep their lines.
    """
    if "\n" not in folded.strip("\n"):
        return folded
    characters = list(folded)
    offset = 0
    for block in re.split(r"(\n[ ]*\n)", folded):
        lines = block.split("\n")
        if len(lines) > 1 and _is_wrapped(lines):
            longest = max(map(len, lines))
            end = offset
            for line, following in pairwise(lines):
                end += len(line)
                if _goes_on(line, following, longest):
                    characters[end] = " "
                end += 1
        offset += len(block)
    return "".join(characters)


def _is_wrapped(lines: list[str]) -> bool:
    if max(map(len, lines)) > _WIDEST_WRAP:
        return False
    return any(
        line.strip() and not _STOPS.search(line) and not _BULLET.match(line) and _GOING_ON.match(after)
        for line, after in pairwise(lines)
    )


def _goes_on(line: str, following: str, longest: int) -> bool:
    if not line.strip() or not following.strip() or _BULLET.match(following) or line.rstrip().endswith(":"):
        return False
    last_of_paragraph = line.rstrip().endswith((".", "!", "?", '"')) and len(line) < 0.6 * longest
    return not last_of_paragraph


def sentences(folded: str) -> Iterator[Sentence]:
    """The sentences of a folded text, in order."""
    lead_in, offset, paragraph = "", 0, 0
    for line in folded.split("\n"):
        if line.strip():
            bullet = _BULLET.match(line) is not None
            if not bullet and not _is_table_row(line):
                lead_in = ""
            for start, end in _cuts(line):
                yield Sentence(offset + start, line[start:end], paragraph, bullet, lead_in)
            if (line.rstrip().endswith(":") and not bullet) or _is_table_head(line, lead_in):
                lead_in = line.strip()[-MAX_LEAD_IN:]
            paragraph += 1
        offset += len(line) + 1


def _is_table_row(line: str) -> bool:
    """Whether a line without a bullet still belongs to the list above: 'Florida (342 agreements)', 'WSO 139'."""
    return len(line) <= 60 and not line.rstrip().endswith((".", ":", "?", "!"))


def _is_table_head(line: str, lead_in: str) -> bool:
    """Whether a line names the columns of the rows below it: '| State | Agreements |'."""
    if len(line) > MAX_LEAD_IN or "|" not in line or "|" in lead_in or not line.strip("|-: "):
        return False
    return not any(character.isdigit() for character in line)


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(line):
        if _ends_sentence(line, start, match):
            yield from _bounded(line, start, match.end())
            start = match.end()
    yield from _bounded(line, start, len(line))


def _ends_sentence(line: str, start: int, match: re.Match[str]) -> bool:
    if match.group()[0] != "." or match.end() - match.start() > 1:
        return True
    word = _LAST_WORD.search(line, max(start, match.start() - 12), match.start())
    if word is None:
        return True
    last = word.group()
    if line[max(0, word.start() - 1) : word.start()] == "'":
        return True  # 'the county's. Today ...': no initial
    if last == "No" or last == "Nos" or last.lower() == "no":
        return last[0] == "n" or not line[match.end() :].lstrip()[:1].isdigit()
    abbreviated = last.lower() in _ABBREVIATIONS and (last[0].isupper() or last in _SMALL_ABBREVIATIONS)
    if abbreviated or (len(last) == 1 and last.isalpha()):
        return _OPENERS.match(line, match.end()) is not None
    return True


def _bounded(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without the spaces around it, in pieces of at most MAX_SENTENCE."""
    while start < end and line[start] == " ":
        start += 1
    while end > start and line[end - 1] == " ":
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = line.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield start, cut
        start = cut
    if start < end:
        yield start, end
