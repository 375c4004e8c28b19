"""One digest as a page: what its mail told then, with every row that the mail had to leave to the attached table."""

import csv
import html
import io
from base64 import b64encode
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from flows.digests.drawing.plain import visible
from flows.digests.drawing.templates import templates
from flows.web.site import Site, VoidLinkError, WebRequest
from models.digests.wording import kind_words, upper_first
from models.links import Purpose
from models.record.asking.digests.deliveries import mail_of
from models.record.store import read_session
from models.vocabulary import ChangeKind, ChangeStatus


def show_digest(site: Site, asked: WebRequest) -> Response:
    link = site.open(asked.token, Purpose.DIGEST)
    with read_session(site.engine) as session:
        row = site.subscriber(session, link)
        mail = mail_of(session, row, link.about)
    if mail is None:
        raise VoidLinkError("that digest is no longer kept")
    return HTMLResponse(page_of(mail, site.base), headers={"Content-Security-Policy": POLICY})


# The page of a mail has its styles in it, and its pictures.
POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


def page_of(mail: bytes, base: str) -> str:
    """The mail's own page, or its text if the subscriber reads text, with the whole table at the end."""
    message = message_from_bytes(mail, policy=default)
    part = message.get_body(("html",))
    table = _table(message)
    if part is not None:
        page: str = part.get_content()
        for name, address in _pictures(message).items():
            page = page.replace(f"cid:{name}", address)
        before, body, after = page.rpartition("</body>")
        return f"{before}{table}{body}{after}"
    text = message.get_body(("plain",))
    subject = str(message["Subject"] or "")
    shown = text.get_content() if text is not None else ""
    values = {"base": base, "subject": subject, "text": shown, "table": table}
    return templates().get_template("web/told_text.html.jinja").render(values)


def _pictures(message: EmailMessage) -> dict[str, str]:
    """The pictures in the mail by their content id, as addresses that hold all of them."""
    found = {}
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        if name and part.get_content_maintype() == "image":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                found[html.escape(name)] = f"data:{part.get_content_type()};base64,{b64encode(content).decode()}"
    return found


def _table(message: EmailMessage) -> Markup:
    """The attached table in HTML; '' where every row is on the page."""
    attached = next((part for part in message.iter_attachments() if part.get_content_type() == "text/csv"), None)
    if attached is None:
        return Markup("")
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    rows = [{"cells": _cells(row)} for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    # Escaped by its template.
    return Markup(templates().get_template("web/told_table.html.jinja").render(rows=rows))  # noqa: S704


def _cells(row: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """The cells of one change, each with a second line. A column that an earlier moawatch did not write is empty."""
    cell = {name: visible(text or "") for name, text in row.items() if name}
    get = cell.get
    what = _what(get("kind", ""), get("status", ""))
    where = ", ".join(filter(None, (get("county"), get("state"))))
    numbered = f"row {get('row')}" if get("row") else ""
    return [
        (get("agency", ""), " · ".join(filter(None, (what, where)))),
        (get("support_type", ""), get("signed", "")),
        (get("list_date", ""), numbered),
    ]


def _what(kind: str, status: str) -> str:
    try:
        words = kind_words(ChangeKind(kind), ChangeStatus(status))
    except ValueError:  # a kind that is no more
        words = upper_first(kind.replace("_", " "))
    return f"Withdrawn: {words.lower()}" if status == ChangeStatus.WITHDRAWN else words
