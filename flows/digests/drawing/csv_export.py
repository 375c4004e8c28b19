"""All changes of a digest as CSV for spreadsheet programs; no cell is a formula."""

from flows.digests.drawing.plain import visible
from flows.terminal import as_csv
from models.digests.content import DigestContent

COLUMNS = (
    "change_id", "version", "kind", "status", "state", "state_before", "agency", "agency_before", "county",
    "support_type", "support_type_before", "signed", "signed_before", "moa_url", "list_date", "list_sha256", "row",
    "told_kind", "told_status", "told_on",
)  # fmt: skip


def changes_csv(content: DigestContent) -> str:
    """One row for each change, in the order of the page; only a header if there is none."""
    if not content.items:
        return ",".join(COLUMNS) + "\n"
    rows = ({name: getattr(item, name) for name in COLUMNS} for item in content.items)
    return as_csv([{name: "" if cell is None else visible(str(cell)) for name, cell in row.items()} for row in rows])
