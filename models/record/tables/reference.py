"""What the views join with: the counties of the country, and which version of the views the record has."""

from sqlmodel import Field, SQLModel


class CountyRow(SQLModel, table=True):
    """A county, from `data/reference/counties.csv`."""

    __tablename__ = "county"

    fips: str = Field(primary_key=True, max_length=5)
    state: str = Field(index=True, max_length=2)
    state_fips: str = Field(max_length=2)
    name: str
    population: int | None


class CountyNeighborRow(SQLModel, table=True):
    """Two counties that share a border; each pair is here both ways."""

    __tablename__ = "county_neighbor"

    fips: str = Field(foreign_key="county.fips", primary_key=True, max_length=5)
    neighbor_fips: str = Field(foreign_key="county.fips", primary_key=True, max_length=5)


class Contract(SQLModel, table=True):
    """The one row that says from what the views and the tables of counties were made."""

    id: int = Field(default=1, primary_key=True)
    digest: str
