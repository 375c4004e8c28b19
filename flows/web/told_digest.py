"""One digest as a page: what its mail told then, with every row that the mail had to leave to the attached table."""

import csv
import html
import io
from base64 import b64encode
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from flows.digests.drawing.plain import visible
from flows.digests.drawing.templates import templates
from flows.web.site import Site, VoidLinkError, WebRequest
from models.digests.links import Purpose
from models.record.asking.digests.deliveries import mail_of
from models.record.store import read_session


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
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    shown = [{name: visible(cell or "") for name, cell in row.items() if name} for row in rows]
    # Escaped by its template.
    return Markup(templates().get_template("web/told_table.html.jinja").render(rows=shown))  # noqa: S704
