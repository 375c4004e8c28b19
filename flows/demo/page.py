"""The sample's page in the two forms that the publisher's had: a table until February 2025, links since then."""

from datetime import datetime
from html import escape

from flows.demo.agreements import agreements_on, listed_on
from flows.demo.description import SampleDay
from flows.demo.printing import printed
from models.vocabulary import STATE_NAMES, SUPPORT_TYPE_TITLES, SupportType

PAGE_PATH = "/identify-and-arrest/287g"
DOCUMENT_FOLDER = "/doclib/about/offices/ero/287g/"

TABLE_COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
TITLE = "Partner With ICE Through the 287(g) Program | ICE"


def page(day: SampleDay, updated: datetime) -> str:
    """The page of the day as HTML. `updated` is UTC."""
    body = _links(day) if day.saved else _table(day)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title></head>
<body>
<nav><a href="/">Home</a> <a href="/contact">Contact</a></nav>
<main>
<h1>Delegation of Immigration Authority Section 287(g)</h1>
<p>A sample for trying out moawatch. Every agreement on it is invented.</p>
{body}
</main>
<footer>Updated: {updated:%m/%d/%Y}</footer>
</body></html>
"""


def _table(day: SampleDay) -> str:
    rows = "\n".join(
        f"<tr><td>{escape(row.state)}</td><td>{escape(row.agency)}</td><td>{escape(row.support_type)}</td>"
        f'<td>{row.signed}</td><td><a href="{escape(row.moa_url)}">Link</a></td></tr>'
        for row in map(printed, listed_on(day))
    )
    header = "".join(f"<th>{column}</th>" for column in TABLE_COLUMNS)
    return f"""<h2>Participating Entities</h2>
<table><thead><tr>{header}</tr></thead>
<tbody>
{rows}
</tbody></table>"""


def _links(day: SampleDay) -> str:
    """The headline counts the agreements in force, also on a day when the linked list holds a part of them."""
    agreements = agreements_on(day.number)
    places = {agreement.state for agreement in agreements}
    states, territories = len(places & STATE_NAMES.keys()), len(places - STATE_NAMES.keys())
    coverage = f"{states} states" + (f" and {territories} U.S. Territories" if territories else "")
    models = "\n".join(f"<li>{_model(day, support_type)}</li>" for support_type in SupportType)
    return f"""<h2>Participating Agencies</h2>
<p>As of {day.now:%B} {day.now.day}, {day.now.year}, ICE has signed {len(agreements) + day.headline_extra:,} \
Memorandums of Agreement for 287(g) programs covering {coverage}.</p>
<ul>
{models}
</ul>
<p><a href="{DOCUMENT_FOLDER}{day.participating}">View 287(g) Participating Agencies</a></p>
<p><a href="{DOCUMENT_FOLDER}{day.pending}">View 287(g) Pending Agencies</a></p>"""


def _model(day: SampleDay, support_type: SupportType) -> str:
    of_type = [agreement for agreement in agreements_on(day.number) if agreement.support_type is support_type]
    states = {agreement.state for agreement in of_type} & STATE_NAMES.keys()
    return f"{SUPPORT_TYPE_TITLES[support_type]}: {len(of_type):,} agreements in {len(states)} states"
