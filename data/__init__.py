"""What ships with the program; `DATA` is the folder that holds it."""

from pathlib import Path

DATA = Path(__file__).parent
