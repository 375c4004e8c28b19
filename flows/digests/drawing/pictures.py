"""The pictures of a digest: parts of a mail beside its page, or inside a page that stands alone.

Gmail shows no picture that is written into the page itself, and a file on a disk has no parts beside it.
"""

import base64
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

from flows.digests.drawing.county_map import CountyMap


def add_pictures(mail: EmailMessage, maps: Iterable[CountyMap]) -> None:
    """Put the pictures of the maps beside the page of the mail, which names them by `cid:`."""
    page = mail.get_body(("html",))
    for each in maps:
        if page is not None and each.png:
            name = f"{each.state} by county.png"
            page.add_related(each.png, "image", "png", cid=f"<{each.content_id}>", disposition="inline", filename=name)


def pictures_of(mail: EmailMessage) -> dict[str, bytes]:
    """The pictures beside the page of a mail, by Content-ID."""
    parts = (part for part in mail.walk() if part.get_content_type() == "image/png" and part["Content-ID"])
    return {str(part["Content-ID"]).strip("<> "): part.get_content() for part in parts}


def alone(page: str, pictures: Mapping[str, bytes]) -> str:
    """The page of a mail with its pictures inside."""
    for content_id, png in pictures.items():
        page = page.replace(f"cid:{content_id}", f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}")
    return page
