"""`python -m tests.fuzz --seed 0 --count 20000`: mutated documents through the readers, and what was wrong."""

import argparse
import sys

from tests.fuzz.fuzzing import KINDS, Fuzz, fuzz


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the same seeds give the same documents")
    parser.add_argument("--count", type=int, default=2_000, help="how many documents, of all kinds in turn")
    chosen = parser.parse_args()
    found = fuzz(chosen.seed, chosen.count, _tell)
    for kind in KINDS:
        print(f"{kind:<10}{found.read[kind]:>8,} read {found.refused[kind]:>8,} refused in one line")
    print(f"slowest {found.slowest[0]:.2f} s ({found.slowest[1]}), most memory of the cage {found.megabytes:.0f} MB")
    print(f"{len(found.faults)} faults")
    for fault in found.faults[:50]:
        print(f"  {fault}")
    sys.exit(bool(found.faults))


def _tell(done: int, found: Fuzz) -> None:
    """Now and then, so that a long run that is broken off has said something."""
    if done % 1_000 == 0:
        print(
            f"{done:,} documents, {len(found.faults)} faults",
            *found.faults[-3:],
            sep="\n  ",
            file=sys.stderr,
            flush=True,
        )


if __name__ == "__main__":
    main()
