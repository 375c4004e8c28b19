"""The text of a page without what is no text: blanks to fill in, letters of a font that nobody decoded, odd spaces."""

import re
import unicodedata

# 'BBBBBBB' is how the underscores of one of ICE's forms come out: their font has no table of letters.
_BLANKS = re.compile(r"[_\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]+|B{4,}")
# What shows nothing and hides in words: a soft hyphen, a mark that turns the direction of writing (U+202E).
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u180e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
# In place of a word that OCR is not sure of.
ILLEGIBLE_WORD = "\ufffd"

# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03bf\u03b1\u03bd"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsdhoavABEKMHOPCTXYIJSABEZHIKMNOPTYX",
)
_SPACES = re.compile(r"[^\S\n]+")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"})


def cleaned(text: str) -> str:
    """The page's lines, each with single spaces."""
    lines = _UNSEEN.sub("", unicodedata.normalize("NFKC", text.replace("\r", ""))).translate(_QUOTES)
    return "\n".join(_SPACES.sub(" ", _BLANKS.sub(" ", line)).strip() for line in lines.split("\n"))


def as_latin(text: str) -> str:
    """The text as a person sees it: no unseen signs, and Latin letters in place of those that look like them."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_LOOKALIKES)


def one_line(text: str) -> str:
    """The lines as one."""
    return " ".join(text.split())
