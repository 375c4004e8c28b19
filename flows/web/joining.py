"""Subscribing: a form, a mail with a link, a page with a button. Nothing is stored before the button."""

import secrets
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from flows.web.letters import Request
from flows.web.site import Site, VoidLinkError, WebRequest
from flows.web.wishes import FilledForm, blank_form, choices, confirmed, fits, read_form, told
from models.digests.addresses import AddressError, mail_address
from models.digests.subscriptions import Cadence, Channel
from models.links import Purpose, fingerprint, lasts
from models.record.store import read_session, write_session
from models.record.writing.digests.subscribers import add_subscriber, find_subscriber, follow_once, was_followed


def show_form(site: Site, asked: WebRequest) -> Response:
    return _form(site, blank_form())


def ask(site: Site, asked: WebRequest) -> Response:
    """Mail a link to the address, whether it is subscribed or not: the page says the same."""
    with read_session(site.engine) as session:
        form = read_form(asked.fields, session, with_address=True)
    if not form.problems and not fits(site.maker, form):
        form = replace(form, problems={"agencies": "These places do not fit into one link; give fewer"})
    if form.problems:
        return _form(site, form, 400)
    return _send(site, asked, Request(mail_address(form.address), form.wishes, _number()))


def ask_for_links(site: Site, asked: WebRequest) -> Response:
    """Mail the links to change and leave, if the address is subscribed. The page says the same if it is not."""
    typed = asked.fields.get("known_address", ("",))[0].strip()[:300]
    try:
        address = mail_address(typed)
    except AddressError as error:
        form = FilledForm("", blank_form().texts, {"known_address": str(error)})
        return _form(site, form, 400, known_address=typed)
    return _send(site, asked, Request(address, None, _number()))


def show_confirmation(site: Site, asked: WebRequest) -> Response:
    address, preferences = confirmed(site.open(asked.token, Purpose.CONFIRM))
    with read_session(site.engine) as session:
        if was_followed(session, fingerprint(asked.token)):
            raise VoidLinkError("it was used already")
        return site.page("confirm", address=address, summary=told(session, preferences))


def confirm(site: Site, asked: WebRequest) -> Response:
    address, preferences = confirmed(site.open(asked.token, Purpose.CONFIRM))
    now = site.clock()
    with write_session(site.engine) as session:
        if not follow_once(session, fingerprint(asked.token), now, lasts(Purpose.CONFIRM)):
            raise VoidLinkError("it was used already")
        row = find_subscriber(session, Channel.MAIL, address)
        is_new = row is None
        row = row or add_subscriber(session, address, Channel.MAIL, preferences, now)
        values: dict[str, Any] = {
            "address": address,
            "is_new": is_new,
            "at_once": row.cadence is Cadence.AS_IT_HAPPENS,
            "change": site.maker.address(site.link(row, Purpose.CHANGE)),
            "summary": told(session, preferences),
        }
        return site.page("joined", **values)


def _send(site: Site, asked: WebRequest, request: Request) -> Response:
    if not site.rates.allow_mail(asked.client, request.address):
        return site.busy(429, 3_600)
    if not site.letters.ask(request):
        return site.busy(503, 600)
    return site.page("asked", 202, only_links=request.wishes is None)


def _form(site: Site, form: FilledForm, status: int = 200, known_address: str = "") -> Response:
    return site.page("join", status, form=form, known_address=known_address, offered=choices(form))


def _number() -> str:
    """Names a mail; two requests for the same address must not look like one."""
    return f"web.{secrets.token_hex(8)}"
