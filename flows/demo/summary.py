"""What the demo prints at its end: a table of the days, the path of the last digest, and what to try next."""

import shlex
import shutil
import sys
from pathlib import Path

from flows.demo.play import SETTINGS, PlayedDay
from flows.terminal import print_rows, say
from models.kinds import KINDS, DigestSection, kinds_in
from models.vocabulary import ChangeKind

# A day's changes are summed up in this order and in these words.
_WORDS = {
    **{kind: KINDS[kind].short for kind in (*kinds_in(DigestSection.BY_STATE), *kinds_in(DigestSection.ENDINGS))},
    ChangeKind.PENDING_SIGNED: "applications signed",
}


def print_summary(days: list[PlayedDay], settings: dict[str, str]) -> None:
    rows = [
        {
            "day": f"{played.day.now:%Y-%m-%d}",
            "what happens": played.day.title,
            "agreements": played.counts["agreements"],
            "agencies": played.counts["agencies"],
            "states + territories": " + ".join(
                str(played.counts[name]) for name in ("states", "territories") if played.counts[name]
            ),
            "what the record says": _sentence(played),
        }
        for played in days
    ]
    print_rows(rows, "table", title="The sample publisher's ten days, according to the record")
    digests = sorted(Path(settings["outbox"]).glob("*.html"))
    if digests:
        say(f"The last digest: {digests[-1]} (and {digests[-1].with_suffix('.eml').name})")
    say("Try next:")
    say(f"  export MOAWATCH_SETTINGS={shlex.quote(str(Path(settings['sources']).with_name(SETTINGS)))}")
    say(f"  {_command()} changes --all --since {days[-5].day.now:%Y-%m-%d}")
    say(f"  {_command()} counts --by state --as-of 2026-01-26")
    say(f"  {_command()} document KY-allen-county-sheriff/WSO/2025-12-03")
    say(f'  {_command()} check "958 police departments as of 2025-09-02"')


def _command() -> str:
    """How to call moawatch from any folder: by its name if it is on the PATH, else by its path."""
    program = Path(sys.argv[0])
    if shutil.which(program.name) == str(program.resolve()) or not program.exists():
        return program.name
    return shlex.quote(str(program.absolute()))


def _sentence(played: PlayedDay) -> str:
    if played.held:
        return "the list is HELD for review; nothing changes"
    parts = [f"{played.told[kind]:,} {word}" for kind, word in _WORDS.items() if played.told[kind]]
    if played.suspected:
        parts.append(f"{played.suspected} missing, unconfirmed")
    if played.cosmetic:
        parts.append(f"{played.cosmetic} corrected")
    return ", ".join(parts) or "no change"
