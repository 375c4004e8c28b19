"""A digest as a short chat message: the headline, the top line, and as many rows as a screen holds."""

from flows.digests.drawing.page import lay_out
from flows.digests.drawing.plain import short, visible
from flows.digests.drawing.portraits import drawn
from models.digests.content import DigestContent
from models.digests.wording import day_words, plain_days

# Slack and Discord cut or split messages somewhere above two thousand characters.
MAX_ROWS = 12
MAX_CHARACTERS = 1_900
MAX_LINE = 200


def text(content: DigestContent) -> str:
    """Plain text without markup; the first line is the title."""
    page = lay_out(content, MAX_ROWS)
    lines = [content.subject, visible(content.top_line)]
    lines += [f"{each.heading}: {' '.join(each.sentences)}" for each in map(drawn, content.portraits)]
    lines += [f"Correction: {row.agency}. {row.detail}" for row in page.corrections]
    lines += [f"New problem: {short(plain_days(trouble.sentence), MAX_LINE)}" for trouble in content.troubles]
    lines += [f"Resolved: {short(plain_days(sentence), MAX_LINE)}" for sentence in content.troubles_over]
    for section in page.sections:
        lines.append(f"{section.heading}: {'' if section.groups else section.note}".rstrip())
        for heading, row in [(group.heading, row) for group in section.groups for row in group.rows]:
            facts = (heading, row.agency, row.support_type, row.detail, row.signed)
            lines.append(" · ".join(filter(None, facts)))
        lines += [f"{group.heading}: {group.summary}" for group in section.groups if group.summary]
    lines += _news(content)
    lists = [f"{used.kind} list of {day_words(used.on)}, sha256 {used.sha256[:12]}" for used in content.lists]
    closing = f"From the {', '.join(lists)}." if lists else ""
    shown = "\n".join(lines)
    room = MAX_CHARACTERS - len(closing) - 2
    if len(shown) > room:
        shown = shown[:room].rpartition("\n")[0] + "\n…"
    return "\n".join(filter(None, (shown, closing)))


def _news(content: DigestContent) -> list[str]:
    return [short(each.sentence, MAX_LINE) for each in content.news]
