"""Puts the views and the tables of counties into the record, and tells whether they are this program's."""

import hashlib
from functools import cache

import sqlalchemy as sa

from data import DATA
from models.places.tables import STATE_FIPS, counties, neighbors
from models.record.tables.reference import Contract, CountyNeighborRow, CountyRow
from models.record.views.dialects import in_dialect
from models.record.views.dictionary import View, views

_REFERENCE = ("counties.csv", "neighbors.csv")
_CONTRACT: sa.Table = Contract.metadata.tables["contract"]
_COUNTY: sa.Table = CountyRow.metadata.tables["county"]
_NEIGHBOR: sa.Table = CountyNeighborRow.metadata.tables["county_neighbor"]


@cache
def contract_digest() -> str:
    """Of all that the views and the tables of counties are made from."""
    made_from = [in_dialect(view.sql, "sqlite") + repr(view.columns) for view in views().values()]
    made_from += [(DATA / "reference" / name).read_text(encoding="utf-8") for name in _REFERENCE]
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:16]


def has_contract(connection: sa.Connection) -> bool:
    """Whether the record's views are this program's."""
    return connection.execute(sa.select(_CONTRACT.c.digest)).scalar() == contract_digest()


def drop_views(connection: sa.Connection) -> None:
    """Before the tables behind them are altered; `make_contract` makes them again. On PostgreSQL this takes with it the
    views that others have made of these."""
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in views():
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}{cascade}")


def make_contract(connection: sa.Connection) -> None:
    """Make the views and fill the tables of counties anew."""
    drop_views(connection)
    for table in (_NEIGHBOR, _COUNTY, _CONTRACT):
        connection.execute(table.delete())
    connection.execute(
        _COUNTY.insert(),
        [
            {
                "fips": each.fips,
                "state": each.state,
                "state_fips": STATE_FIPS[each.state],
                "name": each.name,
                "population": each.population,
            }
            for each in counties().values()
        ],
    )
    connection.execute(
        _NEIGHBOR.insert(),
        [{"fips": fips, "neighbor_fips": other} for fips, others in neighbors().items() for other in sorted(others)],
    )
    for view in views().values():
        _make_view(connection, view)
    connection.execute(_CONTRACT.insert(), {"id": 1, "digest": contract_digest()})


def _make_view(connection: sa.Connection, view: View) -> None:
    dialect = connection.dialect.name
    connection.exec_driver_sql(f"CREATE VIEW {view.name} AS {in_dialect(view.sql, dialect).replace('%', '%%')}")
    if dialect == "postgresql":
        for on, text in [(f"VIEW {view.name}", view.row_is)] + [
            (f"COLUMN {view.name}.{each.name}", f"{each.type}{each.unit and ', ' + each.unit}: {each.meaning}")
            for each in view.columns
        ]:
            said = text.replace("'", "''").replace("%", "%%")
            connection.exec_driver_sql(f"COMMENT ON {on} IS '{said}'")
