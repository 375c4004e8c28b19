"""The database's index of the words on the pages of agreements, and how each database is asked."""

INDEX = "moa_words"

# Around the words in a piece of a page: no text has them, since control signs are cleaned out of pages.
BEGUN, ENDED = "\x02", "\x03"
_SELECT = {
    "sqlite": (
        "SELECT moa_page.document_sha256, moa_page.number, snippet(moa_words, 0, '\x02', '\x03', ' ... ', 24)"
        " FROM moa_words JOIN moa_page ON moa_page.id = moa_words.rowid WHERE moa_words MATCH :words"
        " ORDER BY bm25(moa_words), moa_page.document_sha256, moa_page.number LIMIT :most"
    ),
    "postgresql": (
        "SELECT document_sha256, number, ts_headline('simple', text, query,"
        " 'StartSel=\x02, StopSel=\x03, MaxWords=24, MinWords=12, MaxFragments=1')"
        " FROM moa_page, to_tsquery('simple', :words) AS query WHERE to_tsvector('simple', text) @@ query"
        " ORDER BY ts_rank(to_tsvector('simple', text), query) DESC, document_sha256, number LIMIT :most"
    ),
}


def asked(dialect: str, words: list[str]) -> tuple[str, str]:
    """The statement that finds pages with all the words, each from its beginning on, and its parameter `words`."""
    if dialect == "sqlite":
        return _SELECT[dialect], " ".join(f'"{word}"*' for word in words)
    return _SELECT[dialect], " & ".join(f"{word}:*" for word in words)
