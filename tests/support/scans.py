"""PDFs whose pages are pictures: of typed pages as a scanner leaves them, of noise, of more than memory holds."""

import zlib
from collections.abc import Sequence
from random import Random

import pypdfium2 as pdfium

from flows.demo.pdf import pdf_of, text_pdf


def scan_of(pages: Sequence[Sequence[str]], dots_an_inch: int = 150) -> bytes:
    """Pictures of pages with these lines."""
    document = pdfium.PdfDocument(text_pdf(pages))
    drawn = [page.render(scale=dots_an_inch / 72, grayscale=True) for page in document]
    return _pictures([(each.width, each.height, each.stride, bytes(each.buffer)) for each in drawn])


def noise(pages: int) -> bytes:
    """Pictures in which a search for letters finds some everywhere."""
    return _pictures([(212, 275, 212, Random(287).randbytes(212 * 275))] * pages)


def picture_bomb(side: int) -> bytes:
    """A picture of side by side pixels in a few kilobytes."""
    return _pictures([(side, side, side, b"")], zlib.compress(bytes(10_000_000), 9) * 2)


def _pictures(pictures: Sequence[tuple[int, int, int, bytes]], packed: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + 3 * place) for place in range(len(pictures)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pictures)),
    ]
    for place, (width, height, stride, content) in enumerate(pictures):
        rows = b"".join(content[row * stride : row * stride + width] for row in range(height)) if content else b""
        stream = packed or zlib.compress(rows)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 3 * place, 4 + 3 * place),
            b"<< /Length 32 >>\nstream\nq 612 0 0 792 0 0 cm /X Do Q    \nendstream",
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(stream), stream),
        ]
    return pdf_of(objects)
