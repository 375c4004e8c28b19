"""The changes of a digest as a table for spreadsheet programs: complete, one row each, no cell a formula."""

from typing import Any

from flows.commands.tables import as_csv
from flows.digests.drawing.plain import visible
from models.digests.content import DigestContent, Item

COLUMNS = (
    "change_id", "version", "kind", "status", "state", "state_before", "agency", "agency_before", "county",
    "support_type", "support_type_before", "signed", "signed_before", "moa_url", "list_date", "list_sha256", "row",
    "told_kind", "told_status", "told_on",
)  # fmt: skip


def changes_csv(content: DigestContent) -> str:
    """Every change of the digest, in the order of the page; a header alone where there is none."""
    if not content.items:
        return ",".join(COLUMNS) + "\n"
    return as_csv([_row(item) for item in content.items])


def _row(item: Item) -> dict[str, Any]:
    cells = {name: getattr(item, name) for name in COLUMNS}
    return {name: "" if value is None else visible(str(value)) for name, value in cells.items()}
