"""A digest as a short chat message: the headline, the top line, and as many rows as a screen holds."""

from flows.digests.drawing.page import lay_out
from flows.digests.drawing.plain import short, visible
from flows.digests.drawing.portraits import drawn
from models.digests.content import DigestContent
from models.digests.wording import act_words, day_words, place_name, plain_days, upper_first

# Slack and Discord cut or split messages somewhere above two thousand characters.
MAX_ROWS = 12
MAX_CHARACTERS = 1_900
MAX_NEWS = 5
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
    """A line for each of the first news items, and how many more there are."""
    lines = []
    for act in content.acts:
        kind = upper_first(act.kind.replace("_", " ")) + (" (proposed)" if act.proposed else "")
        lines.append(f"{kind}: {act_words(act)} ({act.outlet})")
    lines += [
        f"{upper_first(one.verdict)}: {one.claimed} ({one.outlet}). {plain_days(one.explanation)}"
        for one in content.claims
    ]
    lines += [
        f"{upper_first(one.what)}: {one.agency}, {place_name(one.scope)} ({one.reported})"
        for one in content.still_listed + content.not_listed
    ]
    more = [f"and {len(lines) - MAX_NEWS:,} more from the news"] if len(lines) > MAX_NEWS else []
    return [short(line, MAX_LINE) for line in lines[:MAX_NEWS]] + more
