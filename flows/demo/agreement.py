"""The text of an agreement as the sample publisher links it: a few sentences of each form, in their places."""

from datetime import date

from models.vocabulary import SupportType

_TITLES = {
    SupportType.JEM: "287(g) Jail Enforcement Model",
    SupportType.TFM: "287(g) Task Force Model",
    SupportType.WSO: "Warrant Service Officer Program",
}
_PURPOSES = {
    SupportType.JEM: "The purpose is identifying and processing removable aliens who have been arrested and booked.",
    SupportType.TFM: "The power and authority to interrogate any alien or person believed to be an alien.",
    SupportType.WSO: "The purpose is to promote public safety by facilitating the custodial transfer of aliens.",
}


def agreement_pages(
    agency: str, support_type: SupportType, signed: date, revision: date | None, address: str = ""
) -> list[list[str]]:
    """The lines of four pages: the parties, a page of terms, the signatures, the points of contact."""
    pages = [
        [
            "MEMORANDUM OF AGREEMENT",
            _TITLES[support_type],
            "This Memorandum of Agreement (MOA) constitutes an agreement between U.S. Immigration and",
            "Customs Enforcement (ICE), a component of the Department of Homeland Security (DHS), and",
            f"{agency}, hereinafter the law enforcement agency (LEA), pursuant to which",
            "ICE delegates to nominated, trained, certified, and authorized LEA personnel certain functions.",
            _PURPOSES[support_type],
        ],
        [
            "II. TERMS",
            "The LEA will nominate candidates for initial training and certification under this MOA.",
            "All candidates must be United States citizens and be approved by ICE.",
        ],
        [
            "By signing this MOA, each party represents it is fully authorized to enter into this MOA.",
            "For the LEA: For ICE:",
            f"Date: {signed:%m/%d/%Y} Date: {signed:%m/%d/%Y}",
            "Jo Aspen",
            "Sheriff",
            agency,
        ],
        ["APPENDIX C", "PUBLIC INFORMATION POINTS OF CONTACT", "For the LEA:", agency, address or "Main Street 1"],
    ]
    foot = f"Revised {revision:%m/%d/%Y}" if revision else ""
    return [[*lines, f"{agency} {number} {foot}".rstrip()] for number, lines in enumerate(pages, 1)]
