"""Changing, pausing and leaving, by a link from a mail. Showing a page changes nothing: mail scanners follow links."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from flows.web.site import Site, VoidLinkError, WebRequest, masked
from flows.web.wishes import FilledForm, choices, form_of, read_form, told
from models.errors import RecordError
from models.links import Purpose, SignedLink
from models.record.store import Session, read_session, write_session
from models.record.tables.digests import SubscriberRow
from models.record.writing.digests.subscribers import edit, remove, subscriber_of


def show_wishes(site: Site, asked: WebRequest) -> Response:
    link = site.open(asked.token, Purpose.CHANGE)
    with read_session(site.engine) as session:
        row = site.subscriber(session, link)
        return _form(site, asked, row, form_of(subscriber_of(row)))


def change(site: Site, asked: WebRequest) -> Response:
    """Save the form, pause or resume. Each form is good for one of these: two windows cannot undo each other's."""
    link = site.open(asked.token, Purpose.CHANGE)
    form_link = site.open(asked.fields.get("form", ("",))[0], Purpose.SAVE)
    act = asked.fields.get("act", ("",))[0]
    wishes: Mapping[str, Any] = {"paused": act == "pause"}
    # Two hundred agencies take a while to find, and nobody else can write while we do.
    with read_session(site.engine) as session:
        row = _row_of(site, session, link, form_link)
        if act not in ("pause", "resume"):
            form = read_form(asked.fields, session, with_address=False)
            if form.problems:
                return _form(site, asked, row, form, 400)
            wishes = form.wishes.preferences
    with write_session(site.engine) as session:
        row = _row_of(site, session, link, form_link)
        edit(row, wishes)
        row.forms_sent += 1
        session.flush()
        return site.page("changed", act=act, paused=row.paused, token=asked.token, summary=_summary(session, row))


def _row_of(site: Site, session: Session, link: SignedLink, form_link: SignedLink) -> SubscriberRow:
    """Whose form it is. Raises VoidLinkError where it is not of this link, or was sent already."""
    row = site.subscriber(session, link)
    site.subscriber(session, form_link)
    if form_link.subscriber_id != link.subscriber_id or form_link.about != str(row.forms_sent):
        raise VoidLinkError("this form was sent already")
    return row


def show_leaving(site: Site, asked: WebRequest) -> Response:
    link = site.open(asked.token, Purpose.LEAVE)
    with read_session(site.engine) as session:
        row = site.subscriber(session, link)
        return site.page("leave", address=masked(row.address), token=asked.token)


def leave(site: Site, asked: WebRequest) -> Response:
    """The button, or the one click in a mail program (RFC 8058). A second one finds that nothing is left to do."""
    link = site.open(asked.token, Purpose.LEAVE)
    try:
        with read_session(site.engine) as session:  # a link that has done its work, sent for ever, keeps no run waiting
            site.subscriber(session, link)
        with write_session(site.engine) as session:
            remove(session, site.subscriber(session, link))
    except VoidLinkError:
        return site.page("left", already=True)
    return site.page("left", already=False)


def health(site: Site, asked: WebRequest) -> Response:
    """For whoever runs it: whether the record can be read."""
    try:
        with read_session(site.engine) as session:
            session.get(SubscriberRow, 0)
    except RecordError:
        return Response('{"status": "the record cannot be read"}\n', 503, media_type="application/json")
    return Response('{"status": "ok"}\n', media_type="application/json")


def _form(site: Site, asked: WebRequest, row: SubscriberRow, form: FilledForm, status: int = 200) -> Response:
    values = {
        "address": masked(row.address),
        "paused": row.paused,
        "token": asked.token,
        "form_token": site.maker.token(site.link(row, Purpose.SAVE, str(row.forms_sent))),
        "leave": site.maker.address(site.link(row, Purpose.LEAVE)),
    }
    return site.page("change", status, form=form, **values, offered=choices(form))


def _summary(session: Session, row: SubscriberRow) -> list[str]:
    return told(session, row.model_dump())
