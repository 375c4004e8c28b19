"""Small honest documents of each kind, made here, for the mutations to spoil."""

import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO

from flows.demo.agreement import agreement_pages
from flows.demo.pdf import scanned_pdf, text_pdf
from models.vocabulary import SupportType
from tests.support.hostile_pdfs import running_scripts
from tests.support.workbooks import PENDING, printed_row, workbook

PROPERTIES = "docProps/core.xml"

PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>287(g) | ICE</title><base href="https://www.ice.gov/"></head><body>
<nav><a href="/contact">Contact</a></nav><h1>Delegation of Immigration Authority</h1>
<p>As of February 3, 2026, at 12:07 pm, ICE has signed <b>1,412</b> Memorandums of Agreement covering 39 states.</p>
<p><a href="/doclib/287g/participatingAgencies02032026am.xlsx">View 287(g) Participating Agencies</a>
<a href="/doclib/287g/pendingAgencies02032026am.xlsx">View 287(g) Pending Agencies &amp; more</a></p></body></html>"""

TABLE = b"""<html><head><title>287(g) | ICE</title></head><body><table><thead><tr><th>STATE</th>
<th>LAW ENFORCEMENT AGENCY</th><th>SUPPORT TYPE</th><th>SIGNED</th><th>MOA</th></tr></thead><tbody>
<tr><td rowspan="2">TEXAS</td><td>Example County Sheriff&#39;s Office</td><td>Warrant Service Officer</td>
<td>2/26/2020</td><td><a href="/doclib/287gMOA/example.pdf">link</a></td></tr>
<tr><td>Other County Sheriff&rsquo;s Office</td><td>Jail Enforcement Model</td><td>12/31/2019</td><td></td></tr>
</tbody></table></body></html>"""

RSS = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Outlet</title>
<link>https://outlet.example/</link><lastBuildDate>Tue, 03 Feb 2026 10:00:00 +0000</lastBuildDate>
<item><title>Sheriff signs 287(g) &amp; more</title><link>https://outlet.example/a</link><guid>a-1</guid>
<dc:creator>A. Writer</dc:creator><pubDate>Mon, 02 Feb 2026 21:15:00 -0600</pubDate>
<description>&lt;p&gt;The county signed.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Twelve agencies in 3 states.</p>]]></content:encoded></item>
<item><title>Governor vetoes</title><link>https://outlet.example/b</link>
<pubDate>Sun, 01 Feb 2026 09:00:00 GMT</pubDate></item></channel></rss>"""

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/">
<title>Outlet</title><updated>2026-02-03T10:00:00Z</updated><entry>
<title type="html">Sheriff &lt;b&gt;signs&lt;/b&gt;</title>
<link rel="alternate" href="a"/><id>urn:a</id><published>2026-02-02T21:15:00-06:00</published>
<summary>287(g) in 12 counties</summary></entry></feed>"""

ARTICLE = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sheriff signs - Outlet</title>
<link rel="canonical" href="https://outlet.example/a"><meta property="og:site_name" content="Outlet">
<meta property="article:published_time" content="2026-02-03T10:00:00-05:00"><script type="application/ld+json">
{"@graph": [{"@type": "NewsArticle", "headline": "Sheriff signs", "datePublished": "2026-02-03",
"author": [{"name": "A. Writer"}], "isAccessibleForFree": true}]}</script></head><body><article><h1>Sheriff signs</h1>
<time datetime="2026-02-03">February 3, 2026</time><p>As of Feb. 3, 2026, ICE had 1,412 agreements in 39 states,
958 of them with police departments, up from 135 in January 2025.</p><blockquote>&ldquo;We signed two,&rdquo; said the
sheriff.</blockquote><ul><li>Twenty-five officers</li><li>$7,500 each</li></ul></article></body></html>"""

HEAD = b"""HTTP/1.1 200 OK\r
Date: Tue, 03 Feb 2026 10:00:00 GMT\r
Content-Type: text/html; charset=utf-8\r
Content-Length: 1204\r
Last-Modified: Mon, 02 Feb 2026 21:15:00 GMT\r
ETag: "5f3-abc"\r
Retry-After: 120\r
Content-Disposition: attachment; filename="participatingAgencies02032026am.xlsx"\r
Location: https://outlet.example/a\r
Set-Cookie: session=1; Path=/\r
Cache-Control: max-age=600\r
\r
"""

GDELT = json.dumps(
    {
        "articles": [
            {
                "url": f"https://outlet.example/{n}",
                "url_mobile": "",
                "title": f"Sheriff signs 287 ( g ) , and {n} more",
                "seendate": f"2026020{n}T100000Z",
                "domain": "outlet.example",
                "language": "English",
            }
            for n in range(1, 4)
        ]
    }
).encode()


# The kinds but workbooks, which are spoiled part by part.
SEEDS: dict[str, Sequence[bytes]] = {
    "page": (PAGE, TABLE),
    "feed": (RSS, ATOM),
    "gdelt": (GDELT,),
    "article": (ARTICLE,),
    "headers": (HEAD,),
    "pdf": (
        text_pdf(
            agreement_pages("Aster County Sheriff's Office", SupportType.TFM, date(2025, 3, 10), date(2025, 2, 14))
        ),
        scanned_pdf(3),
        running_scripts(),
    ),
}


@cache
def workbook_parts() -> tuple[dict[str, bytes], ...]:
    """A participating and a pending list, taken apart."""
    rows = [printed_row(f"Example County {n} Sheriff's Office", SIGNED=date(2025, 3, n + 1)) for n in range(4)]
    return tuple(_parts(content) for content in (workbook(rows), workbook(rows[:2], PENDING)))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    # openpyxl notes when it made the file, and a mutation must not depend on that.
    parts[PROPERTIES] = re.sub(
        rb">[^<>]*</dcterms:created>", b">2026-02-03T10:00:00Z</dcterms:created>", parts[PROPERTIES]
    )
    return parts
