"""Which signs leave the program: what a terminal or a spreadsheet would obey does not."""

import re

# What a terminal or an editor obeys: C0 and C1 controls but the line's end, the signs that turn the direction of text,
# the two other line ends of Unicode, and halves of characters, which no encoding writes.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Whatever is no sign on paper (an escape sequence in an agency's name) as spaces; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def one_line(text: str) -> str:
    return " ".join(text.split())
