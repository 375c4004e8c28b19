"""Every content that a publisher may serve by mistake or by intent, under one name: what was due, and its bytes."""

from tests.support.hostile_texts import TEXTS, Contents
from tests.support.hostile_workbooks import WORKBOOKS

CONTENTS: Contents = TEXTS | {f"workbook_{name}": ("workbook", build) for name, build in WORKBOOKS.items()}


def content(name: str) -> bytes:
    return CONTENTS[name][1]()
