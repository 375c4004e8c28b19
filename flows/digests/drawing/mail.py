"""A digest's content -> one mail: an HTML part, a text part, and a table if some rows did not fit.

Every part is 7-bit: a relay that takes no more than that is no reason to keep a digest back.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from importlib import resources
from typing import Any

import css_inline

from flows.digests.drawing.charts import tile_map
from flows.digests.drawing.county_map import CountyMap, county_map
from flows.digests.drawing.exports import changes_csv
from flows.digests.drawing.headers import fixed_head
from flows.digests.drawing.page import MAX_HELD, MAX_ROWS, MAX_TROUBLES, Page, lay_out
from flows.digests.drawing.pictures import add_pictures, alone
from flows.digests.drawing.portraits import drawn
from flows.digests.drawing.templates import templates
from flows.digests.drawing.time_series import time_series
from models.digests.content import DigestContent
from models.digests.subscriptions import WEEKDAYS, Cadence, Channel, MailFormat, Subscriber
from models.digests.wording import plural, upper_first
from models.links import MailLinks

# Gmail clips a message above some 102 kB, and the headers need room as well.
MAX_HTML_BYTES = 95_000

_SEVEN_BIT = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest ready for a message. `table` is CSV, '' if every change has its row on the page."""

    html: str  # '' for subscribers who asked for text
    text: str
    table: str
    maps: tuple[CountyMap, ...]

    @property
    def page(self) -> str:
        """The HTML as a file that stands alone, with its pictures inside."""
        return alone(self.html, {each.content_id: each.png for each in self.maps if each.png})


def render(content: DigestContent, subscriber: Subscriber, links: MailLinks | None = None) -> Rendered:
    """The digest as HTML and text for this subscriber; always under 100 kB."""
    most_rows = MAX_ROWS
    while True:
        page = lay_out(content, most_rows)
        values = _values(content, page, subscriber) | {"links": links}
        html = _html(values) if subscriber.mail_format is MailFormat.HTML else ""
        if len(html) <= MAX_HTML_BYTES or most_rows <= 1:
            break
        most_rows //= 2  # only with very long names and links
    text = templates().get_template("digest.txt.jinja").render(values)
    return Rendered(html, text, changes_csv(content) if page.in_brief else "", values["county_maps"])


def message(
    content: DigestContent,
    subscriber: Subscriber,
    message_id: str,
    composed_at: datetime,
    links: MailLinks | None = None,
) -> bytes:
    """The mail as it is stored: complete but for the lines that `addressed` writes when it is sent.

    Its subject has our own words and numbers only (`models.digests.telling.headline`). `message_id` comes with its
    angle brackets.
    """
    rendered = render(content, subscriber, links)
    mail = EmailMessage(policy=_SEVEN_BIT)
    mail.set_content(rendered.text)
    if rendered.html:
        mail.add_alternative(rendered.html, subtype="html")
        add_pictures(mail, rendered.maps)
    if rendered.table:
        mail.add_attachment(rendered.table.encode("utf-8-sig"), maintype="text", subtype="csv", filename="changes.csv")
    return fixed_head(content.subject, message_id, composed_at) + mail.as_bytes()


def closing(subscriber: Subscriber) -> str:
    """How often this subscriber gets a digest, how to reply and how to stop."""
    if subscriber.channel is Channel.OUTBOX:
        return (
            "For whoever runs moawatch, in the outbox folder (setting MOAWATCH_OUTBOX). To add a subscriber:"
            " moawatch subscribers add ADDRESS."
        )
    hour = f"at {subscriber.hour}:00 ({subscriber.time_zone})"
    rhythm = {
        Cadence.AS_IT_HAPPENS: "as it happens",
        Cadence.DAILY: f"daily {hour}",
        Cadence.WEEKLY: f"weekly on {upper_first(WEEKDAYS[subscriber.weekday])} {hour}",
        Cadence.MONTHLY: f"monthly on the first {upper_first(WEEKDAYS[subscriber.weekday])} {hour}",
    }[subscriber.cadence]
    return (
        f"You asked for this digest {rhythm}{_waits(subscriber)}. Reply to this mail with a question or a correction. "
        "To stop, reply with the word stop."
    )


def _waits(subscriber: Subscriber) -> str:
    """', once 5 agreements changed in one of your places or an agreement ended'."""
    waits = (
        [f"{plural(subscriber.threshold, 'agreement')} changed in one of your places"] if subscriber.threshold else []
    )
    waits += ["an agreement ended"] * subscriber.at_endings + ["a support type was switched"] * subscriber.at_switches
    return f", once {' or '.join(waits)}" if waits else ""


def _values(content: DigestContent, page: Page, subscriber: Subscriber) -> dict[str, Any]:
    return {
        "content": content,
        "page": page,
        "portraits": [drawn(portrait) for portrait in content.portraits],
        "map": tile_map(content.places, content.since),
        "county_maps": tuple(filter(None, map(county_map, content.maps))),
        "series": time_series(content.series, since=content.since, held=[held.on for held in content.held]),
        "closing": closing(subscriber),
        "most_troubles": MAX_TROUBLES,
        "most_held": MAX_HELD,
    }


def _html(values: dict[str, Any]) -> str:
    """The page with its styles inlined, in ASCII: quoted-printable would make it longer."""
    plain = templates().get_template("digest.html.jinja").render(values)
    inlined: str = _inliner().inline(plain)
    return inlined.encode("ascii", "xmlcharrefreplace").decode("ascii")


@lru_cache(maxsize=1)
def _inliner() -> Any:
    # The rules for dark mode and small screens cannot be inlined; they are in the page's head (digest_screens.css).
    styles = (resources.files("templates") / "digest.css").read_text("utf-8")
    return css_inline.CSSInliner(extra_css=styles, keep_style_tags=True, load_remote_stylesheets=False)
