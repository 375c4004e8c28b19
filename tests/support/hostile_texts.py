"""Pages, feeds, articles and GDELT answers that are malformed or made to harm: from a name to its builder."""

import json
from collections.abc import Callable
from functools import partial
from typing import Literal

# What the reader expected at the address that gave it this.
Due = Literal["page", "workbook", "feed", "article", "gdelt"]
Contents = dict[str, tuple[Due, Callable[[], bytes]]]

MEGABYTE = 1_000_000
SURROGATE = b"\xed\xa0\x80"  # half a pair, as UTF-8 must not write it

# Addresses that take a URL library's parts to pieces, each in its own way.
BAD_ADDRESSES: dict[str, bytes] = {
    "double_dots": b"http://www..example.com/story",
    "open_bracket": b"http://[",
    "blank": b"http://a b/story",
    "surrogate": b"http://outlet.example/" + SURROGATE,
    "surrogate_host": b"http://outlet." + SURROGATE + b"example/",
    "port": b"http://outlet.example:99999/story",
    "port_text": b"http://outlet.example:port/story",
    "long_label": b"http://" + b"a" * 64 + b".example/story",
    "idn": "http://\u2488.example/\u202e\u0130".encode(),  # '1.' as one sign; 'I' that folds to two
    "huge": b"http://outlet.example/" + b"a" * 100_000,
    "javascript": b"javascript:alert(document.cookie)",
    "data": b"data:text/html;base64,PGI+",
    "userinfo": b"https://www.ice.gov@evil.example/participatingAgencies.xlsx",
    "backslash": b"https://evil.example\\@www.ice.gov/participatingAgencies.xlsx",
    "control": b"https://outlet.example/a\x01\x1b[2Jb",
    "newline": b"https://outlet.example/a&#10;Host: evil",
}


def page(*body: bytes, head: bytes = b"") -> bytes:
    title = b"<!DOCTYPE html><html><head><title>287(g)</title>"
    return title + head + b"</head><body>" + b"".join(body) + b"</body></html>"


def list_page(address: bytes) -> bytes:
    """The publisher's page, with this address for the participating list."""
    return page(b'<p><a href="', address, b'">View 287(g) Participating Agencies</a></p>')


def item(
    title: bytes = b"Sheriff signs 287(g) agreement",
    link: bytes = b"https://outlet.example/story",
    day: bytes = b"Tue, 03 Feb 2026 10:00:00 GMT",
    more: bytes = b"",
) -> bytes:
    return b"<item><title>%b</title><link>%b</link><pubDate>%b</pubDate>%b</item>" % (title, link, day, more)


def feed(*entries: bytes, declaration: bytes = b'<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        declaration
        + b'<rss version="2.0"><channel><title>Outlet</title><link>https://outlet.example/</link>'
        + b"".join(entries)
        + b"</channel></rss>"
    )


def atom(day: bytes, link: bytes = b"https://outlet.example/story") -> bytes:
    return (
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Outlet</title><entry>'
        b'<title>Sheriff signs 287(g) agreement</title><link href="%b"/><updated>%b</updated></entry></feed>'
        % (link, day)
    )


def article(*paragraphs: bytes, head: bytes = b"") -> bytes:
    inside = b"".join(b"<p>" + each + b"</p>" for each in paragraphs)
    return page(b"<article><h1>Sheriff signs 287(g) agreement</h1>", inside, b"</article>", head=head)


def linked_data(**fields: object) -> bytes:
    """An article whose machine-readable head says this."""
    told = json.dumps({"@type": "NewsArticle", "headline": "Sheriff signs"} | fields).encode()
    return article(b"The county signed.", head=b'<script type="application/ld+json">' + told + b"</script>")


def gdelt(**fields: object) -> bytes:
    row = {"url": "https://outlet.example/a", "title": "Sheriff signs", "seendate": "20260203T100000Z"}
    return json.dumps({"articles": [row | fields]}).encode()


DOCTYPE_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %b "%b">' % (bytes([98 + n]), (b"&%b;" % bytes([97 + n])) * 10) for n in range(9))
    + b"]>"
)
DOCTYPE_FILE = b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
XML = b'<?xml version="1.0"?>'

FEED_DAYS = {
    "year_1": b"Mon, 01 Jan 0001 00:00:00 +1400",
    "year_9999": b"Fri, 31 Dec 9999 23:59:59 -1200",
    "year_0": b"Sat, 01 Jan 0000 00:00:00 GMT",
    "year_huge": b"Fri, 31 Dec 99999999999999999999 23:59:59 GMT",
    "hour_99": b"Tue, 03 Feb 2026 99:99:99 GMT",
    "zone_huge": b"Tue, 03 Feb 2026 10:00:00 +999999999999",
    "words": b"a week from next Tuesday",
    "digits": b"9" * 5000,
}
ATOM_DAYS = {
    "year_1": b"0001-01-01T00:00:00+14:00",
    "year_9999": b"9999-12-31T23:59:59-12:00",
    "day_366": b"2026-366T00:00:00Z",
    "week_99": b"2026-W99-9",
    "fraction": b"2026-02-03T10:00:00." + b"9" * 5000 + b"Z",
}

PAGES: dict[str, Callable[[], bytes]] = {
    **{f"link_{name}": partial(list_page, address) for name, address in BAD_ADDRESSES.items()},
    "base_broken": lambda: page(b"<a href=participatingAgencies.xlsx>list</a>", head=b'<base href="http://[">'),
    "base_javascript": lambda: page(b"<a href=participatingAgencies.xlsx>list</a>", head=b"<base href=javascript:1>"),
    "megabytes_of_links": lambda: page(b'<a href="/doclib/participatingAgencies.xlsx">list</a>' * 440_000),
    "five_hundred_workbooks": lambda: page(
        *(b'<a href="/287g/participatingAgencies%d.xlsx">Participating Agencies</a>' % n for n in range(500))
    ),
    "nested_tables": lambda: page(b"<table><tr><td>" * 5_000),
    "nested_tags": lambda: page(b"<div>" * 100_000),
    "attributes": lambda: page(b"<p", b"".join(b" a%d=1" % n for n in range(100_000)), b">"),
    "table_of_one_wide_row": lambda: page(b"<table><tr>", b"<td>TEXAS" * 100_000, b"</table>"),
    "spans_beyond_reason": lambda: page(b'<table><tr><td colspan="999999999" rowspan="999999999">STATE</table>'),
    "blocked": lambda: page(b"<h1>Access Denied</h1><p>Reference #18.2f</p>"),  # comes with status 200
    "consent": lambda: page(b'<form action="/consent"><button>Accept all</button></form>'),
    "script_only": lambda: page(b"<script>location='/287g?token='+Math.random()</script>"),
    "empty": lambda: b"",
    "blanks": lambda: b" \r\n\t" * 1000,
    "nul_bytes": lambda: list_page(b"/participatingAgencies\0.xlsx") + b"\0" * 1000,
    "utf16_without_mark": lambda: list_page(b"/participatingAgencies.xlsx").decode().encode("utf-16-le"),
    "utf7": lambda: page(head=b'<meta charset="utf-7">') + b"+ADw-script+AD4-",
    "charset_undefined": lambda: page(b"caf\xe9", head=b'<meta charset="undefined">'),
    "unclosed_comment": lambda: page(b"<!--", b"<a href=/participatingAgencies.xlsx>list</a>" * 1000),
    "cdata": lambda: page(b"<![CDATA[<a href=/participatingAgencies.xlsx>list</a>]]>" * 1000),
    "headline_numbers_huge": lambda: page(
        b"<p>As of February 3, 9999, ICE has signed ", b"9" * 5000, b" Memorandums of Agreement in -40 states</p>"
    ),
}

FEEDS: dict[str, Callable[[], bytes]] = {
    **{f"link_{name}": partial(lambda at: feed(item(link=at)), address) for name, address in BAD_ADDRESSES.items()},
    **{f"day_{name}": partial(lambda day: feed(item(day=day)), day) for name, day in FEED_DAYS.items()},
    **{f"atom_day_{name}": partial(atom, day) for name, day in ATOM_DAYS.items()},
    "surrogate_entities": lambda: feed(item(b"Sheriff &#xD800; &#55357; signs", b"https://outlet.example/&#xDFFF;")),
    "entities_beyond_unicode": lambda: feed(item(b"&#x110000; &#99999999999999999999; &#0; &#x1B;[2J")),
    "nested_tags": lambda: feed(b"<item>" + b"<b>" * 100_000),
    "nested_markup_in_text": lambda: feed(item(more=b"<description>" + b"&lt;div&gt;" * 100_000 + b"</description>")),
    "ten_thousand_entries": lambda: feed(item() * 10_000),
    "billion_laughs": lambda: feed(item(b"&j;"), declaration=XML + DOCTYPE_BOMB),
    "billion_laughs_utf16": lambda: feed(item(b"&j;"), declaration=XML + DOCTYPE_BOMB).decode().encode("utf-16"),
    "external_entity": lambda: feed(item(b"&file;"), declaration=XML + DOCTYPE_FILE),
    "external_doctype": lambda: feed(item(), declaration=XML + b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "wrong_encoding": lambda: feed(item(b"Se\xf1or caf\xe9"), declaration=b'<?xml version="1.0" encoding="UTF-8"?>'),
    "unknown_encoding": lambda: feed(item(), declaration=b'<?xml version="1.0" encoding="x-klingon"?>'),
    "no_text_encoding": lambda: feed(item(), declaration=b'<?xml version="1.0" encoding="hex"?>'),
    "utf16_without_mark": lambda: feed(item()).decode().encode("utf-16-be"),
    "nul_bytes": lambda: feed(item(b"Sheriff\0signs")),
    "huge_title": lambda: feed(item(b"287(g) " * (MEGABYTE // 7))),
    "no_title_no_link": lambda: feed(b"<item><description>287(g)</description></item>" * 20),
    "html": lambda: page(b"<h1>Our feeds have moved</h1>"),
    "empty": lambda: b"",
    "cut": lambda: feed(*[item()] * 20)[:1500],
    "two_documents": lambda: feed(item()) * 2,
    "ids_all_the_same": lambda: feed(*(item(b"Story %d" % n, more=b"<guid>1</guid>") for n in range(50))),
    "escapes_in_title": lambda: feed(item("Sheriff \u202e\u2066 signs \u200b\ufeff".encode())),
    "stylesheet_bomb": lambda: feed(item(), declaration=XML + b'<?xml-stylesheet href="file:///dev/zero"?>' * 10_000),
    "namespaces": lambda: feed(*(b'<x:y xmlns:x="urn:%d"/>' % n for n in range(50_000))),
    "xml_base_broken": lambda: atom(b"2026-02-03T10:00:00Z", b"story").replace(
        b"<entry>", b'<entry xml:base="http://[">'
    ),
}

ARTICLES: dict[str, Callable[[], bytes]] = {
    "surrogate_in_linked_data": lambda: linked_data(url="https://outlet.example/\ud800", headline="\udfff"),
    "day_year_1": lambda: linked_data(datePublished="0001-01-01T00:00:00+14:00"),
    "day_year_9999": lambda: linked_data(datePublished="9999-12-31T23:59:59-12:00"),
    "day_no_string": lambda: linked_data(datePublished={"@value": [1e308, None]}),
    "day_in_markup_9999": lambda: article(b"<time datetime='9999-12-31T23:59:59-12:00'>soon</time>"),
    "linked_data_nested": lambda: article(
        b"Text.", head=b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>"
    ),
    "linked_data_wrong_types": lambda: linked_data(headline=[{}], author=7, url=None, isPartOf="x"),
    "canonical_bad": lambda: article(b"Text.", head=b'<link rel=canonical href="http://[">'),
    "canonical_elsewhere": lambda: article(b"Text.", head=b'<link rel=canonical href="https://evil.example/">'),
    "list_items_unclosed": lambda: page(b"<ul>", b"<li><p>" * 200_000),
    "digits": lambda: article(b"1234567890" * MEGABYTE),
    "digits_with_commas": lambda: article(b"1," * MEGABYTE),
    "one_word": lambda: article(b"a" * 5 * MEGABYTE),
    "one_sentence": lambda: article(b"the sheriff of Example County signed and " * 50_000),
    "hyphens": lambda: article(b"twenty-" * 200_000),
    "brackets": lambda: article(b"(" * 200_000, b"287(g" * 100_000),
    "quotes": lambda: article(b"&ldquo;he said " * 100_000),
    "markup_only": lambda: article(b"<span></span>" * 50_000),
    "huge_title": lambda: page(b"<p>Text.", head=b"<title>" + b"287(g) " * (MEGABYTE // 7) + b"</title>"),
    "numbers_unreal": lambda: article("½ ² ٣ Ⅷ 𝟗 ১,৮৪৩ 1e999 NaN ∞ −5 agencies in 0 states".encode()),
    "days_unreal": lambda: article(b"As of February 30, 2026, and 13/13/13, and Sept. 99, 0000, 1,000 agencies."),
    "escapes": lambda: article("Sheriff \x1b[2J\u202e\u2066\u200b\ufeff signs".encode()),
    "combining": lambda: article(b"a" + "\u0301".encode() * 200_000),
    "nul_bytes": lambda: article(b"Twelve\0agencies" * 1000),
    "empty": lambda: b"",
    "pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100,
}

GDELTS: dict[str, Callable[[], bytes]] = {
    "garbage": lambda: b"{" + bytes(range(256)),
    "nested": lambda: b'{"articles": ' + b"[" * 100_000,
    "nested_objects": lambda: b'{"articles":' * 100_000,
    "not_a_number": lambda: b'{"articles": [{"url": NaN, "title": Infinity, "seendate": -Infinity}]}',
    "huge_integer": lambda: b'{"articles": [{"url": "https://a.example/", "title": ' + b"9" * 100_000 + b"}]}",
    "huge_exponent": lambda: b'{"articles": [{"url": "https://a.example/", "title": "a", "seendate": 1e999999}]}',
    "duplicate_keys": lambda: b'{"articles": [], "articles": null, "articles": 7}',
    "articles_null": lambda: b'{"articles": null}',
    "articles_object": lambda: b'{"articles": {"url": "https://a.example/"}}',
    "rows_of_other_types": lambda: b'{"articles": [null, 1, "text", [], [[]], true, {}]}',
    "list_on_top": lambda: b'[{"url": "https://a.example/", "title": "a"}]',
    "surrogate_escapes": lambda: gdelt(url="https://outlet.\ud800example/a", title="Sheriff \udc00 signs"),
    "surrogate_bytes": lambda: gdelt().replace(b"Sheriff", SURROGATE),
    "title_no_string": lambda: gdelt(title={"a": [1]}, url=["https://a.example/"]),
    "title_huge": lambda: gdelt(title="287(g) " * (MEGABYTE // 7)),
    "day_year_1": lambda: gdelt(seendate="00010101T000000Z"),
    "day_year_9999": lambda: gdelt(seendate="99991231T235959Z"),
    "day_odd_digits": lambda: gdelt(seendate="２０２６0203T100000Z"),
    "byte_order_mark": lambda: b"\xef\xbb\xbf" + gdelt(),
    "utf16": lambda: gdelt().decode().encode("utf-16"),
    "html": lambda: page(b"<h1>502 Bad Gateway</h1>"),
    "refused": lambda: b"Your query was too short or too long.\n\x1b[2J",
    "empty": lambda: b"",
    **{f"link_{name}": partial(lambda at: gdelt(url=at.decode("utf-8", "surrogatepass")), address)
       for name, address in BAD_ADDRESSES.items()},
}  # fmt: skip

_TABLES: dict[Due, dict[str, Callable[[], bytes]]] = {
    "page": PAGES, "feed": FEEDS, "article": ARTICLES, "gdelt": GDELTS,
}  # fmt: skip
TEXTS: Contents = {f"{due}_{name}": (due, build) for due, table in _TABLES.items() for name, build in table.items()}
