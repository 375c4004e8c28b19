"""A memorandum of agreement as its pages' text, and what that text says. What is illegible is None, never guessed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.vocabulary import SupportType


class TextLayer(StrEnum):
    """Whether the pages of a document can be read."""

    TEXT = "text"
    PARTLY = "partly"  # some pages are pictures
    PICTURE = "picture"  # a scan that nobody ran through recognition
    RECOGNIZED = "recognized"  # pages that are pictures were read by our own OCR


# A scan has stray marks on it: a page of a form has 1,500 letters, the emptiest (an appendix with an address) 150.
_LETTERS_OF_A_TEXT = 60


def is_readable(text: str) -> bool:
    """Whether a page with this text is more than a picture."""
    return sum(map(str.isalpha, text)) >= _LETTERS_OF_A_TEXT


@dataclass(frozen=True, slots=True)
class MoaPages:
    """The text of a document's pages, cleaned, in their order; '' for a picture."""

    texts: tuple[str, ...]
    pages: int  # in the document; more than there are texts where the rest was not read
    by_ocr: tuple[int, ...] = ()  # the pages, from 1, that are pictures and were read by OCR

    @property
    def layer(self) -> TextLayer:
        if self.by_ocr:
            return TextLayer.RECOGNIZED
        readable = sum(map(is_readable, self.texts))
        if not readable:
            return TextLayer.PICTURE
        return TextLayer.TEXT if readable == len(self.texts) else TextLayer.PARTLY


@dataclass(frozen=True, slots=True)
class MoaFacts:
    """What one document says, each part with where it says so."""

    pages: int
    layer: TextLayer
    support_type: SupportType | None
    agency: str | None  # as named
    state: str | None  # two letters
    revision: date | None  # of the form: 'Revised 02/14/2025'
    signatories: tuple[str, ...]
    signed: tuple[date, ...]  # typed dates of the signatures, the earliest first
    evidence: tuple[str, ...]
