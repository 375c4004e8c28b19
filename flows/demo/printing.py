"""An agreement as the publisher's clerks print it: with their stray spaces, curly quotes, typos and wrapped links.

Every slip is drawn from the agreement itself, so that a row is printed alike from day to day unless the script
changes it. The shares are those of the real lists of 2025: stray spaces in one agency cell out of eight, an
Outlook SafeLink around one link out of five.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flows.demo.draws import draw
from flows.demo.growth import Agreement, Slot
from models.vocabulary import PLACE_NAMES, SUPPORT_TYPE_TITLES, TERRITORY_NAMES, SupportType

# An invented host: nobody who follows a link of the sample should land on a page of the real publisher.
MOA_FOLDER = "https://www.ice.example/doclib/287gMOA/"
STAFF_ADDRESS = "list.desk@ice.example"

# One slip of each kind on the list that it was seen on; a share of rows would give none or many.
MISPRINTED_STATES = {("PA", "Canton Police Department", SupportType.TFM): "PENNSLYVANIA"}
MISPRINTED_SUPPORT_TYPES = {
    SupportType.WSO: "Warrant Services Officer",
    SupportType.TFM: "Task Force Officer",
    SupportType.JEM: "Jail Enforcment Model",
}
MISPRINT_SHARE = 0.003


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """The cells of one row. The pending list has no use for the last five."""

    state: str
    agency: str
    agency_type: str
    county: str
    support_type: str
    signed: date | None = None
    moa: str = ""
    moa_url: str = ""
    addendum: str = ""
    addendum_url: str = ""


def printed(agreement: Agreement) -> PrintedRow:
    """A row of the participating workbook."""
    key = agreement.file  # unlike the name, it outlives a respelling
    moa, moa_url = "link", _wrapped(MOA_FOLDER + quote(agreement.file), key)
    if not agreement.posted:
        moa, moa_url = _one_of(key, "unlinked", ("link pending", 0.8), ("link pending ", 0.95), ("Link Pending", 1)), ""
    addendum = addendum_url = ""
    if agreement.posted and draw("addendum", key) < 0.04:
        addendum, addendum_url = "link", MOA_FOLDER + quote(agreement.file.replace("MOA", "Addendum"))
    return PrintedRow(
        *_place_and_name(agreement.slot, key),
        signed=agreement.signed,
        moa=moa,
        moa_url=moa_url,
        addendum=addendum,
        addendum_url=addendum_url,
    )


def printed_application(slot: Slot) -> PrintedRow:
    """A row of the pending workbook."""
    return PrintedRow(*_place_and_name(slot, "".join(slot)))


def agency_type(agency: str) -> str:
    """What the publisher's TYPE column would say."""
    if "County" in agency or "Parish" in agency:
        return "County"
    return "Municipality" if agency.endswith("Police Department") and "University" not in agency else "State Agency"


def county(state: str, agency: str) -> str:
    """The county that a sheriff's name carries; '' for everybody else."""
    for word in (" County", " Parish"):
        name, found, _ = agency.partition(word)
        if found:
            return name + word
    return ""


def _place_and_name(slot: Slot, key: str) -> tuple[str, str, str, str, str]:
    state, agency, support_type = slot
    place = MISPRINTED_STATES.get(slot, PLACE_NAMES[state] if state in TERRITORY_NAMES else PLACE_NAMES[state].upper())
    kind = agency_type(agency)
    return (
        place + _one_of(key, "state", (" ", 0.08 if state == "TX" else 0.01), ("", 1)),
        _agency_cell(agency, key),
        _type_cell(kind, key),
        _county_cell(county(state, agency), kind, key),
        _support_type_cell(support_type, key),
    )


def _agency_cell(agency: str, key: str) -> str:
    quotes = agency.replace("'", "’") if draw("curly", key) < 0.06 else agency
    spaces = quotes.replace(" ", "\xa0", 1) if draw("no-break", key) < 0.004 else quotes
    return spaces + _one_of(key, "agency", (" ", 0.12), ("  ", 0.13), ("", 1))


def _type_cell(kind: str, key: str) -> str:
    choices = {
        "County": (("County ", 0.1), ("County", 1.0)),
        "Municipality": (("Municipality ", 0.02), ("Municipal", 0.03), ("Muncipality", 0.035), ("Municipality", 1.0)),
        "State Agency": (("State", 0.1), ("#NA", 0.12), ("State Agency", 1.0)),
    }
    return _one_of(key, "type", *choices[kind])


def _county_cell(name: str, kind: str, key: str) -> str:
    if not name:
        return _one_of(key, "county", ("#N/A", 0.3), ("N/A", 0.33), ("#NA", 0.36), ("", 1))
    stray = _one_of(key, "county", (f"{name} ", 0.12), (f"\n{name}", 0.125), (name, 1))
    return stray.replace("County", "Conty") if draw("county typo", key) < MISPRINT_SHARE else stray


def _support_type_cell(support_type: SupportType, key: str) -> str:
    title = SUPPORT_TYPE_TITLES[support_type]
    if draw("support type", key) < MISPRINT_SHARE:
        title = MISPRINTED_SUPPORT_TYPES[support_type]
    return title + _one_of(key, "support type space", (" ", 0.02), ("", 1))


def _wrapped(url: str, key: str) -> str:
    """The link as it was pasted: every fifth out of an e-mail, a few broken in other ways."""
    way = draw("link", key)
    if way < 0.2:
        tokens = [_token(key, purpose) for purpose in ("mail", "tenant", "time", "signature")]
        data = "|".join(["05", "02", STAFF_ADDRESS, tokens[0], tokens[1], "0", "0", tokens[2], "Unknown"])
        query = f"url={quote(url, safe='')}&data={quote(data, safe='')}&sdata={tokens[3]}&reserved=0"
        return f"https://gcc02.safelinks.protection.outlook.com/?{query}"
    if way < 0.21:
        return url.replace("https://", "http://")
    if way < 0.213:
        return url.replace("https://", "https:/")
    if way < 0.215:
        return f"chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/{url}"
    return url


def _token(key: str, purpose: str) -> str:
    """Digits that mean nothing, in place of the identifiers that such links carry."""
    return f"{int(draw(purpose, key) * 2**48):032x}"


def _one_of(key: str, purpose: str, *choices: tuple[str, float]) -> str:
    """The first text whose cumulated share reaches the draw; the last share is 1."""
    drawn = draw(purpose, key)
    return next(text for text, share in choices if drawn < share)
