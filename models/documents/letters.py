"""The text of a page without what is no text: blanks to fill in, letters of a font that nobody decoded, odd spaces."""

import re
import unicodedata

# 'BBBBBBB' is how the underscores of one of ICE's forms come out: their font has no table of letters.
_BLANKS = re.compile(r"[_\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]+|B{4,}")
_SPACES = re.compile(r"[^\S\n]+")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"})


def cleaned(text: str) -> str:
    """The page's lines, each with single spaces."""
    lines = unicodedata.normalize("NFKC", text.replace("\r", "")).translate(_QUOTES)
    return "\n".join(_SPACES.sub(" ", _BLANKS.sub(" ", line)).strip() for line in lines.split("\n"))


def one_line(text: str) -> str:
    """The lines as one."""
    return " ".join(text.split())
