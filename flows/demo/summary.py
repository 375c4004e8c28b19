"""What the demo shows at its end: a table of the days, where the digest is, and what to try next."""

import os
import shutil
import sys
from pathlib import Path

import click

from flows.commands.tables import print_rows
from flows.demo.play import PlayedDay
from models.vocabulary import ChangeKind

# In this order, and in these words, a day's changes are summed up.
_WORDS = {
    ChangeKind.AGREEMENT_ADDED: "added",
    ChangeKind.AGREEMENT_RENEWED: "renewed",
    ChangeKind.AGREEMENT_SWITCHED: "switched",
    ChangeKind.AGREEMENT_RETURNED: "returned",
    ChangeKind.AGREEMENT_ENDED: "ended",
    ChangeKind.AGENCY_RENAMED: "renamed",
    ChangeKind.AGENCY_RELABELED: "relabeled",
    ChangeKind.PENDING_SIGNED: "applications signed",
}


def print_summary(days: list[PlayedDay], settings: dict[str, str]) -> None:
    rows = [
        {
            "day": f"{day.now:%Y-%m-%d}",
            "what happens": day.title,
            "agreements": day.counts["agreements"],
            "agencies": day.counts["agencies"],
            "states + territories": _places(day),
            "what the record says": _sentence(day),
        }
        for day in days
    ]
    print_rows(rows, "table", title="The sample publisher's days, as the record tells them")
    outbox = Path(settings["outbox"])
    for digest in sorted(outbox.glob("*.html"))[-1:]:
        click.echo(f"The last digest: {digest} (and {digest.with_suffix('.eml').name})")
    database = f"{_command()} --database {settings['database']}"
    click.echo("Try next:")
    click.echo(f"  {database} changes --all --since {days[-5].now:%Y-%m-%d}")
    click.echo(f"  {database} counts --by state --as-of 2026-01-26")
    click.echo(f'  {database} check "958 police departments as of 2025-09-02"')


def _command() -> str:
    """How to call moawatch from here: its name where it is on the path, else where it lies."""
    program = Path(sys.argv[0])
    if shutil.which(program.name) == str(program.resolve()) or not program.exists():
        return program.name
    return os.path.relpath(program)


def _places(day: PlayedDay) -> str:
    states, territories = day.counts["states"], day.counts["territories"]
    return f"{states} + {territories}" if territories else str(states)


def _sentence(day: PlayedDay) -> str:
    if day.held:
        return "the list is HELD; nothing changes"
    parts = [f"{day.told[kind]:,} {word}" for kind, word in _WORDS.items() if day.told[kind]]
    if day.suspected:
        parts.append(f"{day.suspected} gone, not sure yet")
    if day.cosmetic:
        parts.append(f"{day.cosmetic} corrected in print")
    return ", ".join(parts) or "no change"
