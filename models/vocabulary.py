"""The closed sets of words in the record: places, support types, kinds and statuses."""

from enum import StrEnum

from models.errors import SettingsError
from models.nearest import did_you_mean


class ListKind(StrEnum):
    """Which of the publisher's two lists a document holds; the early web page had only the participating one."""

    PARTICIPATING = "participating"
    PENDING = "pending"


class SupportType(StrEnum):
    """The models of the 287(g) program, by the publisher's initials."""

    JEM = "JEM"
    TFM = "TFM"
    WSO = "WSO"

    # Hashes like its text, without the Python method call that an enum makes for each hash: a million in a rebuild.
    __hash__ = str.__hash__


SUPPORT_TYPE_TITLES = {
    SupportType.JEM: "Jail Enforcement Model",
    SupportType.TFM: "Task Force Model",
    SupportType.WSO: "Warrant Service Officer",
}


def under_model(support_type: SupportType) -> str:
    """' under the Task Force Model', ' under the Warrant Service Officer program'."""
    title = SUPPORT_TYPE_TITLES[support_type]
    return f" under the {title}" if title.endswith("Model") else f" under the {title} program"


STATE_NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

# The publisher counts these separately from the states: '39 states and 2 U.S. Territories'.
TERRITORY_NAMES = {
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
}  # fmt: skip

PLACE_NAMES = STATE_NAMES | TERRITORY_NAMES


def state_code(text: str) -> str:
    """'TX' for 'TX', 'tx' or 'Texas'."""
    for code, name in PLACE_NAMES.items():
        if text.casefold() in (code.casefold(), name.casefold()):
            return code
    near = did_you_mean(text, {name: name.casefold() for name in PLACE_NAMES.values()})
    raise SettingsError(f"{text[:60]!r} is not a state or territory{near or '; write TX or Texas'}")


class ChangeKind(StrEnum):
    """What can happen between two accepted lists."""

    AGREEMENT_ADDED = "agreement_added"
    AGREEMENT_RENEWED = "agreement_renewed"
    AGREEMENT_SWITCHED = "agreement_switched"
    AGREEMENT_ENDED = "agreement_ended"
    AGREEMENT_RETURNED = "agreement_returned"
    SIGNING_DATE_CORRECTED = "signing_date_corrected"
    AGENCY_RENAMED = "agency_renamed"
    AGENCY_RESPELLED = "agency_respelled"
    AGENCY_RELABELED = "agency_relabeled"
    STATE_CORRECTED = "state_corrected"
    SUPPORT_TYPE_RESPELLED = "support_type_respelled"
    AGENCY_TYPE_CORRECTED = "agency_type_corrected"
    COUNTY_CORRECTED = "county_corrected"
    DUPLICATE_LISTED = "duplicate_listed"
    DUPLICATE_UNLISTED = "duplicate_unlisted"
    MOA_POSTED = "moa_posted"
    MOA_REPLACED = "moa_replaced"
    MOA_UNLINKED = "moa_unlinked"
    MOA_GONE = "moa_gone"
    ADDENDUM_POSTED = "addendum_posted"
    PENDING_ADDED = "pending_added"
    PENDING_SIGNED = "pending_signed"
    PENDING_DROPPED = "pending_dropped"


class ChangeStatus(StrEnum):
    """How sure the record is of a change. Only an ending or a dropped application starts as suspected; a document whose
    address leads to nothing is suspected until one is there, or a second answer withdraws it."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class SnapshotStatus(StrEnum):
    """What became of a list; an `UNCHANGED` one has the same cells as the list before it, an `ATTESTING` one names
    agencies and no more, so that nothing begins or ends by it."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    HELD = "held"
    REJECTED = "rejected"
    ATTESTING = "attesting"


class VerdictKind(StrEnum):
    """The result of comparing a claim with the record."""

    SUPPORTED = "supported"
    SUPPORTED_OTHERWISE = "supported_otherwise"  # true for another unit, way of counting or date
    OFF_BY = "off_by"
    INCONSISTENT = "inconsistent"  # with other numbers in the same text
    NO_LIST = "no_list"  # a list could decide it, but none is near enough
    NOT_CHECKABLE = "not_checkable"  # no list can decide it


# For people: 'supported otherwise' reads as if the number were right.
VERDICT_TITLES = {
    VerdictKind.SUPPORTED: "matches the list",
    VerdictKind.SUPPORTED_OTHERWISE: "matches a different count or date",
    VerdictKind.OFF_BY: "differs from the list",
    VerdictKind.INCONSISTENT: "contradicts its own figures",
    VerdictKind.NO_LIST: "no list close enough",
    VerdictKind.NOT_CHECKABLE: "not checkable by a list",
}


def counted(number: int, noun: str) -> str:
    """'1 day', '1,200 days'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
