"""One linked document, and the forms that agreements are written on: `moawatch document`, `moawatch forms`."""

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click

from flows.commands.options import DayOrMonth, asking, settings_of
from flows.terminal import format_option, print_rows, say, say_folded
from models.record.asking import Row
from models.vocabulary import counted


@click.command()
@click.argument("text", metavar="SHA256|ID")
@click.option("--open", "opens", is_flag=True, help="also show the PDF in this machine's own viewer")
@format_option
@click.pass_context
def document(context: click.Context, text: str, opens: bool, output_format: str) -> None:
    """Show a document that a list links: what it says, where it stood when, and whether it fits its rows.

    It is named by its sha256 or the beginning of it, by the id of an agreement, or by that of a question in `moawatch
    review`. json has the text of its pages, too.
    """
    from flows.fetching.archive import Archive
    from models.record.asking.moas.documents import document as shown_document
    from models.record.asking.moas.documents import document_ids

    with asking(context) as session:
        found = document_ids(session, text)
        if len(found) != 1:
            what = (
                f"{len(found)} linked documents begin so; write more of the sha256" if found else "no linked document"
            )
            raise click.BadParameter(f"{text!r}: {what}", param_hint="'SHA256|ID'")
        one = shown_document(session, found[0])
    if output_format == "table":
        _print(one)
    elif output_format == "csv":
        print_rows([{"sha256": one["sha256"], **page} for page in one["text"]], "csv")
    else:
        print_rows([one], "json")
    if opens:
        file = Path(mkdtemp(prefix="moawatch")) / f"{one['sha256'][:12]}.pdf"
        file.write_bytes(Archive(settings_of(context).archive).read(one["sha256"]))
        click.launch(str(file))


def _print(one: dict[str, Any]) -> None:
    from flows.sources.cage.readers import has_ocr

    say_folded(f"sha256 {one['sha256']}")
    said = {
        "Agency": _in_state(one["agency"], one["state"]),
        "Support type": one["support_type"],
        "Form": f"revised {one['revision']}" if one["revision"] else None,
        "Signed": ", ".join(one["signed"] or ()),
        "Signed by": ", ".join(one["signatories"] or ()),
    }
    if one["failure"]:
        say_folded(f"Not read: {one['failure']}")
    elif one["pages"]:
        layers = {
            "text": "text",
            "partly": "some of them pictures",
            "picture": "pictures without text",
            "recognized": "pictures that OCR read",
        }
        say_folded(f"{one['pages']} pages, {layers[one['layer']]}")
        if one["layer"] in ("partly", "picture") and not one["ocr"] and not has_ocr():
            say_folded("The pictures were not read: with the extra `ocr` installed, the next runs read them.")
        for name, value in said.items():
            say_folded(f"{name}: {value or 'illegible'}")
    else:
        say_folded("Not read yet; the next run does.")
    say("")
    columns = ["agreement_id", "what", "agency", "state", "support_type", "signed", "fits", "why"]
    print_rows(one["agreements"], "table", title="Linked by", columns=columns, empty="No agreement links it now.")
    stood = [dict(row) | {"leads_to": row["leads_to"][:16]} for row in one["stood"]]
    print_rows(stood, "table", title="Where it stood", columns=["since", "url", "leads_to"])


def _in_state(agency: str | None, state: str | None) -> str | None:
    return f"{agency} ({state or 'state illegible'})" if agency else None


@click.command()
@click.option("--revision", type=DayOrMonth(), help="list the agreements on forms of that day, or month as in 2025-02")
@format_option
@click.pass_context
def forms(context: click.Context, revision: str | None, output_format: str) -> None:
    """Count the agreements on the newest list by the revision of the form that they are written on.

    With --revision, list those that stand on one text.
    """
    from models.record.asking.moas.forms import NO_DOCUMENT, on_form
    from models.record.asking.moas.forms import forms as by_form

    with asking(context) as session:
        rows: list[Row] = on_form(session, revision) if revision else by_form(session)
    if output_format != "table":
        print_rows(rows, output_format)
        return
    columns = ["state", "agency", "support_type", "signed", "revision"]
    if not revision:
        columns = ["form", "support_type", "agreements", "first_signed", "last_signed"]
    without = sum(row["agreements"] for row in rows if row["form"] == NO_DOCUMENT) if not revision else 0
    shown = [row for row in rows if row["form"] != NO_DOCUMENT]
    print_rows(shown, "table", columns=columns, empty="No document with such a form was read.")
    if without:
        what = counted(without, "more agreement")
        say_folded(f"{what} without a fetched document: not linked, nothing there, or not asked for yet.")
    if shown and not revision:
        say_folded(
            "Illegible: a scan without text, in part or whole, or not read. Those of one form: --revision 2025-02"
        )
