"""The sample's page in the two forms of the real one: a table until February 2025, links to workbooks since."""

from datetime import datetime

from flows.demo.sample import SampleDay, in_force, listed, render
from models.vocabulary import STATE_NAMES, SUPPORT_TYPE_TITLES

PAGE_PATH = "/identify-and-arrest/287g"
DOCUMENT_FOLDER = "/doclib/about/offices/ero/287g/"


def page(day: SampleDay, updated: datetime) -> str:
    """The day's page as HTML; `updated` is UTC. Its headline counts all in force, even if the list holds only some."""
    agreements = in_force(day)
    places = {row.state for row in agreements}
    models = []
    for support_type, title in SUPPORT_TYPE_TITLES.items():
        states = [row.state for row in agreements if row.support_type is support_type]
        models.append((title, len(states), len(STATE_NAMES.keys() & states)))
    return render(
        "page.html.jinja",
        day=day,
        updated=updated,
        rows=listed(day),
        folder=DOCUMENT_FOLDER,
        headline=len(agreements) + day.headline_extra,
        states=len(places & STATE_NAMES.keys()),
        territories=len(places - STATE_NAMES.keys()),
        models=models,
    )
