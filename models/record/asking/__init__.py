"""Queries of the record, one file per subject. Each answer is rows of plain values with their source."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
