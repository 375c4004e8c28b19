"""A start for your own research: the record from Python, and three figures of it.

Run it whole with `python deploy/notebook.py`, or cell by cell in Jupyter, VS Code or Spyder, which take `# %%` for the
start of a cell. It reads the record of your settings (MOAWATCH_DATABASE) and draws into the folder `figures`. It needs
nothing that moawatch does not install; each list of rows is also what `pandas.DataFrame` takes.
"""

# %% The record, opened for reading alone
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from flows.digests.drawing.charts import LEGEND, shade_of, tile_map
from flows.settings import load
from models.digests.content import PlaceFigure
from models.record import agreements, daily_counts, open_record

RECORD = load().database
FIGURES = Path("figures")

INK, PAPER = "#222222", "#ffffff"
COLORS = {"JEM": "#7b5ea7", "TFM": "#d1662f", "WSO": "#2f7f79"}
SHADES = ("#ffffff", "#d9e8f5", "#9cc4e4", "#4f93c8", "#1f5a8f")

# %% The questions: how many on each day, and who has an agreement now
with open_record(RECORD) as record:
    over_time = {kind: daily_counts(record, support_type=kind) for kind in COLORS}
    roster = agreements(record)

by_state = Counter(each["state"] for each in roster)
agencies = {each["agency_id"]: each["body"] for each in roster}
by_body = Counter(agencies.values())
source = f"List of {roster[0]['list_day']}, sha256 {roster[0]['list_sha256'][:12]}" if roster else "No list"
print(f"{len(roster):,} agreements of {len(agencies):,} agencies in {len(by_state)} states and territories. {source}.")


# %% What the figures are made of
def svg(name: str, title: str, width: int, height: int, shapes: Iterable[str]) -> Path:
    """Write a picture with its title above and its source below."""
    FIGURES.mkdir(exist_ok=True)
    file = FIGURES / f"{name}.svg"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" fill="{INK}">'
    )
    whole = [
        head,
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        text(12, 22, title, 15),
        *shapes,
        text(12, height - 10, source, 10),
        "</svg>",
    ]
    file.write_text("\n".join(whole), encoding="utf-8")
    print(file)
    return file


def text(x: float, y: float, words: str, size: int = 11, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, color: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{color}" stroke="#bbbbbb"/>'


# %% Figure 1: the nation over time, by support type
LEFT, TOP, WIDE, HIGH = 50, 50, 620, 250
first = min((rows[0]["day"] for rows in over_time.values() if rows), default=None)
last = max((rows[-1]["day"] for rows in over_time.values() if rows), default=None)
days = max((last - first).days, 1) if first and last else 1
highest = max((row["agreements"] for rows in over_time.values() for row in rows), default=0) or 1


def steps(points: Sequence[tuple[float, float]], color: str) -> str:
    """A line that stays level until the day on which it changes."""
    path = "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
    return f'<path d="M{points[0][0]:.1f} {points[0][1]:.1f}{path}" fill="none" stroke="{color}" stroke-width="2"/>'


shapes = [text(LEFT - 6, TOP + 4, f"{highest:,}", anchor="end"), text(LEFT - 6, TOP + HIGH, "0", anchor="end")]
shapes.append(f'<path d="M{LEFT} {TOP}V{TOP + HIGH}H{LEFT + WIDE}" fill="none" stroke="{INK}"/>')
shapes += [text(LEFT, TOP + HIGH + 16, str(first)), text(LEFT + WIDE, TOP + HIGH + 16, str(last), anchor="end")]
for number, (kind, rows) in enumerate(over_time.items()):
    if rows and first:
        line = [
            (LEFT + (row["day"] - first).days / days * WIDE, TOP + HIGH * (1 - row["agreements"] / highest))
            for row in rows
        ]
        shapes.append(steps(line, COLORS[kind]))
        shapes.append(box(LEFT + 12, TOP + 6 + 18 * number, 10, 10, COLORS[kind]))
        shapes.append(text(LEFT + 28, TOP + 15 + 18 * number, f"{kind}: {rows[-1]['agreements']:,}"))
svg("nation", "287(g) agreements by support type", 700, 350, shapes)

# %% Figure 2: the states, each a tile roughly where it is
TILE = 44
tiles = tile_map([PlaceFigure(state, number, None) for state, number in by_state.items()], since=None).rows
shapes = []
for down, line_of_tiles in enumerate(tiles):
    for across, figure in enumerate(line_of_tiles):
        if figure is not None:
            x, y, shade = 12 + across * TILE, 36 + down * TILE, shade_of(figure.agreements)
            shapes.append(box(x, y, TILE - 3, TILE - 3, SHADES[shade]))
            lettering = f"{figure.place}</tspan><tspan x='{x + TILE / 2 - 2}' dy='13'>{figure.agreements or ''}"
            color = PAPER if shade >= len(SHADES) - 2 else INK
            shapes.append(
                f'<text y="{y + 17}" font-size="11" text-anchor="middle" fill="{color}">'
                f'<tspan x="{x + TILE / 2 - 2}">{lettering}</tspan></text>'
            )
foot = 36 + len(tiles) * TILE + 14
shapes += [
    shape
    for number, (words, color) in enumerate(zip(LEGEND, SHADES, strict=True))
    for shape in (box(12 + 96 * number, foot - 9, 10, 10, color), text(28 + 96 * number, foot, words))
]
svg("states", "287(g) agreements by state", 12 + 11 * TILE + 12, foot + 40, shapes)

# %% Figure 3: what sorts of agencies take part
shapes, most = [], max(by_body.values(), default=1)
for number, (body, count) in enumerate(by_body.most_common()):
    y = 44 + 24 * number
    shapes.append(text(110, y + 12, body.replace("_", " "), anchor="end"))
    shapes.append(box(118, y, 480 * count / most, 16, COLORS["WSO"]))
    shapes.append(text(124 + 480 * count / most, y + 12, f"{count:,}"))
svg("bodies", "Agencies with a 287(g) agreement, by body", 660, 44 + 24 * len(by_body) + 36, shapes)
