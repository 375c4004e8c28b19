"""Where an article's address led: to the article, or to a page that stands before it or in its place."""

import re
from urllib.parse import urlsplit

from models.news.article_identity import words

# Where outlets send a reader who has not agreed, paid or proved to be human.
_GATES = re.compile(r"consent|cookie|gdpr|privacy|log-?in|sign-?in|subscribe|paywall|captcha|challenge", re.IGNORECASE)
# One site under several names.
_OF_ONE_SITE = re.compile(r"^(?:(?:www|m|amp|mobile|edition)\.)+")
# Of the words in the listed title, so many must stand in the title of a page on another site. Outlets move, and reword.
_SHARE_OF_WORDS = 0.5


def led_elsewhere(asked: str, got: str, listed_title: str, page_title: str) -> str:
    """Why the page at `got` is not the article that was listed at `asked`, or ''."""
    before, after = urlsplit(asked), urlsplit(got)
    if asked == got:
        return ""
    if not after.path.strip("/") and before.path.strip("/"):
        return f"its address leads to the home page {got[:200]}; it may have been withdrawn"
    same_site = _site(before.hostname) == _site(after.hostname)
    gate = _GATES.search(f"{after.hostname}{after.path}")
    if gate and not _GATES.search(f"{before.hostname}{before.path}"):
        return f"its address leads to {got[:200]}, where a reader must first agree, log in or pay"
    if not same_site and not _alike(listed_title, page_title):
        return f"its address leads to another page on another site, {got[:200]}"
    return ""


def _site(host: str | None) -> str:
    return _OF_ONE_SITE.sub("", host or "")


def _alike(listed: str, found: str) -> bool:
    listed_words, others = set(words(listed)), set(words(found))
    return len(listed_words & others) >= max(1, _SHARE_OF_WORDS * len(listed_words))
