"""The forms of ICE's list before 2021, each by a sample of ours in its shape."""

from datetime import date

import pytest

from flows.sources.eras.document import read_document
from models.errors import ReadError
from models.lists.folding import fold_state, fold_support_type
from models.lists.listings import PublishedList
from models.vocabulary import ListKind, SupportType

MOAS = "/doclib/foia/memorandumsofAgreementUnderstanding/"

SIGNED_DATES = f"""<html><head><title>Fact Sheet: Delegation of Immigration Authority</title></head><body>
<p>The 287(g) program, one of ICE's partnerships. Updated 10/29/2010.</p>
<table><tr><td>a menu</td></tr></table>
<table><caption>Mutually Signed Agreements (5) as of 10/29/2010</caption>
<tr><td colspan="5">Mutually Signed Agreements (5)</td></tr>
<tr><th>STATE</th><th>LAW ENFORCEMENT AGENCY</th><th>SUPPORT TYPE</th><th>DATES
  SIGNED</th><th>MOA</th></tr>
<tr><td rowspan="2">ALABAMA</td><td>AL Department of Public Safety</td><td>Task Force</td><td>9/10/2003</td>
  <td></td></tr>
<tr><td>Etowah County Sheriff's Office</td><td>Jail Enforcement</td><td>7/8/2008</td>
  <td><a href="{MOAS}r_287getowah070808.pdf">MOA</a></td></tr>
<tr><td>ARIZONA</td><td>Department of Corrections</td><td>Jail Enforcement</td><td>September 16, 2005</td><td></td></tr>
<tr><td>ARIZONA</td><td>Maricopa County Sheriff's Office</td><td>Task Force/Jail</td><td>2-7-07</td>
  <td><a href="http://www.ice.gov{MOAS}maricopa.pdf">MOA</a></td></tr>
<tr><td>DELAWARE**</td><td>Delaware Department of Corrections</td><td>Task Force</td><td>TBD</td><td></td></tr>
</table></body></html>"""

NAMES_ONLY = """<html><head><title>Partners</title></head><body><h1>Section 287(g)</h1>
<p>ICE trains officers of the departments with which it has a Memorandum of Agreement.</p>
<h2>Signed MOAs as of 9-19-07</h2>
<p><b>ALABAMA</b><br>AL State Police<br></p>
<p><b>Arizona:</b></p><ul><li>Department of Corrections</li><li>AZ Department of Public Safety</li>
<li>Maricopa County Sheriff's Office</li></ul>
<p>NC - Gaston County Sheriff's Office; Mecklenburg County Sheriff's Office</p>
<p>NH</p><p>Hudson City Police Department</p>
<p>For more, call the Office of State and Local Coordination.</p>
<p>The Sheriff was trained by ICE.</p></body></html>"""


def read(html: str) -> PublishedList:
    return read_document(html.encode(), "287g.htm")


def test_the_table_of_2011_is_read_with_its_dates_and_documents() -> None:
    published = read(SIGNED_DATES)
    assert published.kind is ListKind.PARTICIPATING
    rows = published.rows
    assert [(row.agency, row.signed) for row in rows.values()] == [
        ("AL Department of Public Safety", date(2003, 9, 10)),
        ("Etowah County Sheriff's Office", date(2008, 7, 8)),
        ("Department of Corrections", date(2005, 9, 16)),
        ("Maricopa County Sheriff's Office", date(2007, 2, 7)),
        ("Maricopa County Sheriff's Office", date(2007, 2, 7)),
        ("Delaware Department of Corrections", None),
    ]
    assert rows[3].moa_url == f"https://www.ice.gov{MOAS}r_287getowah070808.pdf"
    assert rows[5].moa_url == rows[6].moa_url == f"https://www.ice.gov{MOAS}maricopa.pdf"


def test_a_state_that_spans_rows_or_has_a_footnote_is_the_state_of_each() -> None:
    states = [fold_state(row.state) for row in read(SIGNED_DATES).listings]
    assert states == ["AL", "AL", "AZ", "AZ", "AZ", "DE"]


def test_a_row_with_both_types_is_two() -> None:
    types = [fold_support_type(row.support_type) for row in read(SIGNED_DATES).listings]
    assert types == [getattr(SupportType, each) for each in ("TFM", "JEM", "JEM", "TFM", "JEM", "TFM")]
    assert "rows 5 and 6 are one printed row with both support types" in read(SIGNED_DATES).remarks


def test_the_caption_is_a_remark_and_a_broken_date_too() -> None:
    remarks = read(SIGNED_DATES).remarks
    assert remarks[0] == "the caption says 5 agreements as of 10/29/2010; the table has 5 rows"
    assert "row 7: SIGNED 'TBD' is not a date" in remarks


def test_a_table_with_a_renamed_column_is_refused() -> None:
    with pytest.raises(ReadError, match="no column LAW ENFORCEMENT AGENCY"):
        read(SIGNED_DATES.replace("LAW ENFORCEMENT AGENCY", "PARTNER"))


def test_a_list_of_names_says_who_took_part_and_no_more() -> None:
    published = read(NAMES_ONLY)
    assert published.names_only
    assert [(fold_state(row.state), row.agency) for row in published.listings] == [
        ("AL", "AL State Police"),
        ("AZ", "Department of Corrections"),
        ("AZ", "AZ Department of Public Safety"),
        ("AZ", "Maricopa County Sheriff's Office"),
        ("NC", "Gaston County Sheriff's Office"),
        ("NC", "Mecklenburg County Sheriff's Office"),
        ("NH", "Hudson City Police Department"),
    ]
    assert {(row.support_type, row.signed, row.moa_url) for row in published.listings} == {("", None, "")}
    assert published.remarks == ("names only, by its title of 9-19-07: no agreement begins or ends by this list",)


def test_the_list_of_2008_ends_with_its_date() -> None:
    moved = NAMES_ONLY.replace("Signed MOAs as of 9-19-07", "Participants").replace(
        "</body>", "<p>updated 3-10-08</p></body>"
    )
    assert len(read(moved).rows) == 7


@pytest.mark.parametrize(
    "html",
    [
        "<p>Signed MOAs as of 9-19-07</p><p>Alabama</p><p>AL State Police</p>",
        "<p>Signed MOAs as of 9-19-07</p>"
        + "<p>Alabama</p><p>The Sheriff of Etowah has signed. The police is trained by us.</p>" * 9,
        NAMES_ONLY.replace("as of 9-19-07", "").replace("updated", ""),
    ],
)
def test_prose_about_agencies_is_no_list(html: str) -> None:
    with pytest.raises(ReadError, match="without a list"):
        read(html)
