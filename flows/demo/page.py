"""The sample's page in the two forms of the real one: a table until February 2025, links to workbooks since."""

from datetime import datetime
from html import escape

from flows.demo.sample import SampleDay, SampleRow, in_force, listed
from models.vocabulary import STATE_NAMES, SUPPORT_TYPE_TITLES, SupportType

PAGE_PATH = "/identify-and-arrest/287g"
DOCUMENT_FOLDER = "/doclib/about/offices/ero/287g/"


def page(day: SampleDay, updated: datetime) -> str:
    """The page of the day as HTML. `updated` is UTC."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Partner With ICE Through the 287(g) Program | ICE</title></head>
<body>
<nav><a href="/">Home</a> <a href="/contact">Contact</a></nav>
<main>
<h1>Delegation of Immigration Authority Section 287(g)</h1>
<p>A sample for trying out moawatch. Every agreement on this page is invented.</p>
{_links(day) if day.saved else _table(day)}
</main>
<footer>Updated: {updated:%m/%d/%Y}</footer>
</body></html>
"""


def _table(day: SampleDay) -> str:
    rows = "\n".join(
        f"<tr><td>{escape(row.cells[0])}</td><td>{escape(row.cells[1])}</td><td>{escape(row.cells[4])}</td>"
        f'<td>{row.signed}</td><td><a href="{escape(row.moa_url)}">Link</a></td></tr>'
        for row in listed(day)
    )
    return f"""<h2>Participating Entities</h2>
<table><thead><tr><th>STATE</th><th>LAW ENFORCEMENT AGENCY</th><th>SUPPORT TYPE</th><th>SIGNED</th><th>MOA</th></tr>\
</thead>
<tbody>
{rows}
</tbody></table>"""


def _links(day: SampleDay) -> str:
    """The headline counts the agreements in force, even on a day when the linked list holds only some of them."""
    agreements = in_force(day)
    places = {row.state for row in agreements}
    states = len(places & STATE_NAMES.keys())
    territories = f" and {len(places) - states} U.S. Territories" if len(places) > states else ""
    return f"""<h2>Participating Agencies</h2>
<p>As of {day.now:%B} {day.now.day}, {day.now.year}, ICE has signed {len(agreements) + day.headline_extra:,} \
Memorandums of Agreement for 287(g) programs covering {states} states{territories}.</p>
<ul>
{"".join(_model(agreements, support_type) for support_type in SupportType)}</ul>
<p><a href="{DOCUMENT_FOLDER}{day.participating}">View 287(g) Participating Agencies</a></p>
<p><a href="{DOCUMENT_FOLDER}{day.pending}">View 287(g) Pending Agencies</a></p>"""


def _model(agreements: list[SampleRow], support_type: SupportType) -> str:
    of_type = [row for row in agreements if row.support_type is support_type]
    states = {row.state for row in of_type} & STATE_NAMES.keys()
    return f"<li>{SUPPORT_TYPE_TITLES[support_type]}: {len(of_type):,} agreements in {len(states)} states</li>\n"
