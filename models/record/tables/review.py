"""What needs a person's review, and what people decided."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.record.tables.base import json_field


class DoubtRow(SQLModel, table=True):
    """An unclear change that needs review; `models.lists.resolution.Doubt` says what each field means."""

    __tablename__ = "doubt"

    id: str = Field(primary_key=True)
    snapshot_id: str = Field(foreign_key="snapshot.id", index=True)
    question: str
    assumed: str
    change_ids: list[str] = json_field()
    confidence: float
    evidence: list[str] = json_field()


class Ruling(SQLModel, table=True):
    """A person's decision with its reason. Kept, never derived: it survives every rebuild."""

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(index=True)  # the id of a change, a doubt or a snapshot
    decision: str  # accept, reject, same, distinct, release
    because: str
    decided_at: datetime
