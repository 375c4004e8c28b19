"""A digest as a short message for a chat: the headline, the top line, and as many rows as a screen holds."""

from flows.reports.page import lay_out
from models.digests.content import DigestContent

# Slack and Discord cut or split messages somewhere above two thousand characters.
MOST_ROWS = 12
MOST_CHARACTERS = 1_900


def text(content: DigestContent) -> str:
    """Plain text without markup: its first line is the title. What a chat makes of signs in a name is the chat's own
    affair, so none of the rows is formatted."""
    page = lay_out(content, MOST_ROWS)
    lines = [content.subject, content.top_line]
    lines += [f"Correction: {row.agency}. {row.detail}" for row in page.corrections]
    for section in page.sections:
        lines.append(f"{section.heading}:")
        for group in section.groups:
            lines += [
                " · ".join(filter(None, (group.heading, row.agency, row.support_type, row.detail, row.signed)))
                for row in group.rows
            ]
    if page.left_out:
        lines.append(f"and {page.left_out:,} more")
    lists = ", ".join(f"{used.kind.value} list of {used.on}, sha256 {used.sha256[:12]}" for used in content.lists)
    closing = f"From the {lists}." if lists else ""
    shown = "\n".join(lines)
    room = MOST_CHARACTERS - len(closing) - 2
    if len(shown) > room:
        shown = shown[:room].rpartition("\n")[0] + "\n…"
    return "\n".join(filter(None, (shown, closing)))
