"""What stood at each linked address when: kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint


class MoaSighting(SQLModel, table=True):
    """What an address that a list links began to lead to: other bytes than before, or nothing any more. Kept.

    Nothing is noted twice where it still is there a day or more later: the second answer makes it sure.
    """

    __tablename__ = "moa_sighting"
    __table_args__ = (UniqueConstraint("link", "seen_at"),)

    id: int | None = Field(default=None, primary_key=True)
    link: str  # the address folded, as `fold_link` does: lists write one in several ways
    url: str  # as it was asked for
    seen_at: datetime
    document_sha256: str | None = Field(foreign_key="document.sha256", index=True)  # None: gone
    source: str
