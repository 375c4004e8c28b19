"""What all tables share: names for constraints, enumerations by value, and JSON columns.

A plain `datetime` field is stored as UTC and comes back with its zone.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

# Alembic can only alter what has a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def enum_field(words: type[StrEnum], **options: Any) -> Any:
    """A column of one of `words`, stored by value; any other text is refused when written."""
    longest = 40  # room for later words: Python checks them, so a new word needs no migration
    kind = sa.Enum(
        words,
        values_callable=lambda enumeration: [word.value for word in enumeration],
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=longest,
    )
    return Field(sa_type=kind, **options)


def json_field(**options: Any) -> Any:
    """A column of lists, numbers and texts that is always read as a whole."""
    return Field(sa_type=sa.JSON, **options)
