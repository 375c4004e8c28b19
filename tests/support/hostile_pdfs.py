"""PDFs that mean harm, or are broken in ways that make readers run wild; each under a telling name."""

import zlib
from collections.abc import Callable, Sequence

from flows.demo.pdf import pdf_of, scanned_pdf, text_pdf

_LINES = ["MEMORANDUM OF AGREEMENT", "287(g) Task Force Model", "Aster County Sheriff's Office 1"]


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << %s >> /Contents 4 0 R %s >>"
_TYPED = b"BT /F1 10 Tf 50 700 Td (Aster County Sheriff's Office) Tj ET"


def _one_page(
    contents: bytes, catalog: bytes = b"", page: bytes = b"", resources: bytes = _FONT, more: Sequence[bytes] = ()
) -> bytes:
    root = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
    return pdf_of([root, _PAGES, _PAGE % (resources, page), contents, *more])


def running_scripts(command: str = "touch /tmp/ran", url: str = "http://127.0.0.1:1/") -> bytes:
    """A PDF that starts a program, runs a script, sends its form and asks for an address, as soon as it is opened."""
    script = f"app.launchURL('{url}js'); this.submitForm('{url}form'); app.alert(1);".encode()
    actions = (
        b"/OpenAction << /S /JavaScript /JS (%s) /Next [ << /S /Launch /F (/bin/sh) /Win << /F (sh) /P (-c '%s') >> >>"
        b" << /S /URI /URI (%suri) >> ] >> /AA << /WC << /S /JavaScript /JS (%s) >> >>"
        b" /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (%s) >>] >> >>"
        b" /AcroForm << /Fields [5 0 R] /NeedAppearances true >>"
    ) % (script, command.encode(), url.encode(), script, script)
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (x) /Rect [0 0 99 20] /P 3 0 R"
        b" /AA << /F << /S /JavaScript /JS (%s) >> /C << /S /JavaScript /JS (%s) >> >> >>"
    ) % (script, script)
    return _one_page(
        stream(_TYPED), actions, b"/Annots [5 0 R] /AA << /O << /S /JavaScript /JS (x) >> >>", more=[field]
    )


def _attaching() -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(run.exe) 5 0 R] >> >>"
    attached = [b"<< /Type /Filespec /F (run.exe) /EF << /F 6 0 R >> >>", stream(b"MZ" + bytes(1000))]
    return _one_page(stream(_TYPED), names, more=attached)


def _encrypted() -> bytes:
    root = [b"<< /Type /Catalog /Pages 2 0 R >>", _PAGES, _PAGE % (_FONT, b""), stream(bytes(range(64)))]
    locked = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (b"5f" * 32, b"a0" * 32)
    return pdf_of([*root, locked], b"/Encrypt 5 0 R /ID [<00> <00>]")


def _bomb(times: int) -> bytes:
    content = bytes(60_000_000)
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _one_page(stream(content, b"/Filter [%s]" % (b"/FlateDecode " * times)))


def _many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    pages = b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % kids
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, *([page] * 10_000)])


def _claiming_pages() -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, _PAGE % (_FONT, b""), stream(_TYPED)])


def _looping_tree() -> bytes:
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"])


def _looping_drawing() -> bytes:
    drawing = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return _one_page(stream(b"/X Do " * 500), resources=b"/XObject << /X 5 0 R >>", more=[drawing])


def _doubling_drawings() -> bytes:
    """Each drawing draws the next one ten times: ten to the fifteenth in all."""
    levels = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (number + 6),
        )
        for number in range(15)
    ]
    last = stream(_TYPED, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]")
    return _one_page(stream(b"/X Do"), resources=b"/XObject << /X 5 0 R >>", more=[*levels, last])


def _words_without_end(word: str) -> bytes:
    """Text in which a search for a name could begin anywhere and end nowhere."""
    typed = b"BT /F1 1 Tf 1 TL 0 790 Td " + b"(%s) Tj T* " % (word.encode() * 40) * 700 + b"ET"
    return _one_page(stream(zlib.compress(typed), b"/Filter /FlateDecode"))


def _deep() -> bytes:
    return _one_page(stream(_TYPED), b"/Deep " + b"[" * 100_000 + b"]" * 100_000)


HOSTILE_PDFS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "an error page": lambda: b"<html><title>Page not found</title></html>",
    "a mark alone": lambda: b"%PDF-1.7\n",
    "cut in half": lambda: text_pdf([_LINES] * 3)[:600],
    "without its table": lambda: text_pdf([_LINES]).partition(b"xref")[0],
    "a table that points to itself": lambda: text_pdf([_LINES]).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    "a workbook behind the mark": lambda: b"%PDF-1.4\nPK\x03\x04" + bytes(5_000),
    "running scripts": running_scripts,
    "attaching a program": _attaching,
    "encrypted": _encrypted,
    "a bomb": lambda: _bomb(1),
    "a bomb in a bomb": lambda: _bomb(3),
    "ten thousand pages": _many_pages,
    "claiming two billion pages": _claiming_pages,
    "pages that are their own parents": _looping_tree,
    "a drawing of itself": _looping_drawing,
    "drawings of drawings": _doubling_drawings,
    "a page of a mile": lambda: scanned_pdf(1).replace(b"612 792", b"9e9 9e9"),
    "names without end": lambda: _words_without_end("Homeland Security and the "),
    "offices without end": lambda: _words_without_end("Aster County Sheriff's Office "),
    "blanks without end": lambda: _words_without_end("_ B "),
    "a hundred thousand brackets": _deep,
    "a picture of a terabyte": lambda: scanned_pdf(1).replace(b"/W 1 /H 1", b"/W 999999 /H 999999"),
}
