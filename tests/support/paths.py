"""Where the tests find the checkout, and the material that may stand beside it; users do not have that."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PICTURES = ROOT / "build" / "pictures"
