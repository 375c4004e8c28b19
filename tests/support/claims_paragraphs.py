"""News-like paragraphs in our own words, with the claims that a careful reader takes from each.

The manner is that of wire services, local papers and stations, federal releases and advocates; the numbers are made
up or are public totals. Each claim is (metric, value, upper end or None, scope).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    name: str
    title: str
    text: str
    published: str
    claims: frozenset[tuple[str, float, float | None, str]]


def _paragraph(
    name: str, title: str, text: str, published: str, *claims: tuple[str, float, float | None, str]
) -> Paragraph:
    return Paragraph(name, title, text, published, frozenset(claims))


PARAGRAPHS = (
    _paragraph(
        "wire totals since the inauguration",
        "More police agencies sign up to help ICE",
        "WASHINGTON (AP) — Immigration and Customs Enforcement has signed 649 agreements with state and "
        "local law enforcement agencies in 40 states since President Donald Trump took office, up from 135 "
        "when he was sworn in. Another 79 agencies have applied and are waiting for approval, according to "
        "data posted on the agency's website. Florida accounts for 277 of the 287(g) agreements, more than "
        "any other state.",
        "2025-06-06",
        ("agreements", 649, None, "US"),
        ("states", 40, None, "US"),
        ("agreements", 135, None, "US"),
        ("pending", 79, None, "US"),
        ("agreements", 277, None, "FL"),
    ),
    _paragraph(
        "Texas nonprofit newsroom",
        "Texas sheriffs race to join ICE program before new law takes effect",
        "More than 100 law enforcement agencies across Texas, most of them sheriff's offices, have entered "
        "into 287(g) agreements with ICE, according to federal records. Senate Bill 8, which Gov. Greg "
        "Abbott signed in June, requires sheriffs in counties with more than 100,000 people to sign one. The "
        "Legislature set aside $20 million in grants to help smaller counties cover the cost. Counties with "
        "fewer than 100,000 residents could receive up to $80,000.",
        "2025-08-14",
        ("agencies", 100, None, "TX"),
        ("funding_total", 20_000_000, None, "TX"),
        ("funding_per_agency", 80_000, None, "TX"),
    ),
    _paragraph(
        "statehouse news service",
        "States split on local help for ICE",
        "As of Nov. 21, ICE had 1,194 active agreements in 39 states and Guam, compared with 135 at the end "
        "of the Biden administration. More than half are task force agreements, which let officers make "
        "immigration arrests while on patrol. At least 13 states require or encourage participation in the "
        "287(g) program, while seven states — California, Connecticut, Delaware, Illinois, New Jersey, "
        "Oregon and Washington — prohibit it.",
        "2025-11-25",
        ("agreements", 1194, None, "US"),
        ("states", 39, None, "US"),
        ("agreements", 135, None, "US"),
    ),
    _paragraph(
        "federal release on reimbursement",
        "Homeland Security to repay 287(g) partners",
        "WASHINGTON – Starting Oct. 1, ICE will fully reimburse participating agencies for the annual salary "
        "and benefits of each eligible trained 287(g) officer, including overtime coverage up to 25% of the "
        "officer's annual salary. Law enforcement agencies will be eligible for quarterly monetary "
        "performance awards: $1,000 per eligible task force officer for agencies that locate 90% to 100% of "
        "the aliens ICE asks for, and $750 per officer for 80% to 89%. ICE has signed 958 memorandums of "
        "agreement covering 40 states. Since January 20, 2025, 287(g) partnerships have soared 609%.",
        "2025-09-02",
        ("funding_per_officer", 1000, None, "US"),
        ("funding_per_officer", 750, None, "US"),
        ("agreements", 958, None, "US"),
        ("states", 40, None, "US"),
        ("pct_increase", 609, None, "US"),
    ),
    _paragraph(
        "agency web page totals",
        "Delegation of Immigration Authority Section 287(g)",
        "As of September 5, 2025, 4:00pm, ICE has signed 974 Memorandums of Agreement for 287(g) Programs "
        "covering 40 states. ICE has signed MOAs for Jail Enforcement Model with 129 law enforcement "
        "agencies in 27 states, MOAs for Warrant Service Officer with 348 law enforcement agencies in 34 "
        "states, and MOAs for Task Force Model with 497 law enforcement agencies in 33 states.",
        "2025-09-05",
        ("agreements", 974, None, "US"),
        ("states", 40, None, "US"),
        ("agencies", 129, None, "US"),
        ("states", 27, None, "US"),
        ("agencies", 348, None, "US"),
        ("states", 34, None, "US"),
        ("agencies", 497, None, "US"),
        ("states", 33, None, "US"),
    ),
    _paragraph(
        "local station on one sheriff",
        "Sheriff explains why he signed on with ICE",
        "GAINESVILLE, Ga. (WGNV) - Hall County Sheriff Ron Pettigrew says 14 of his deputies have completed "
        "the 40-hour online course required under the 287(g) program, and six more will start training next "
        "month. The office signed its task force agreement on March 12. Statewide, 48 agencies now take "
        "part, Pettigrew said, up from five a year ago.",
        "2026-03-20",
        ("officers_trained", 14, None, "Hall County, GA"),
        ("officers_in_training", 6, None, "Hall County, GA"),
        ("agencies", 48, None, "GA"),
        ("agencies", 5, None, "GA"),
    ),
    _paragraph(
        "network investigation a year on",
        "Local police sign up for ICE duty in record numbers",
        "A year into President Trump's second term, the number of local agencies taking part in the 287(g) "
        "program has jumped nearly 950%, an NBC News review of ICE data found. There were 1,168 "
        "participating agencies as of Jan. 26, the data shows, up from 150 at the end of his first term. ICE "
        "has said it expects to train 10,000 task force officers by the end of the year.",
        "2026-02-02",
        ("pct_increase", 950, None, "US"),
        ("agencies", 1168, None, "US"),
        ("agencies", 150, None, "US"),
        ("officers_in_training", 10_000, None, "US"),
    ),
    _paragraph(
        "civil liberties report",
        "Deputized for disaster: 287(g) by the numbers",
        "Our review of federal records found that 1,313 agreements were in effect on Jan. 15, 2026, a nearly "
        "tenfold increase in a single year. Roughly 32% of the country's population lives in a county with "
        "at least one 287(g) agency. In Florida, all 67 sheriffs participate, and officers there have made "
        "more than 6,600 arrests under the program since April.",
        "2026-01-20",
        ("agreements", 1313, None, "US"),
        ("pct_increase", 10, None, "US"),
        ("agencies", 67, None, "FL"),
        ("arrests", 6600, None, "FL"),
    ),
    _paragraph(
        "libertarian think tank on money",
        "What will the 287(g) surge cost taxpayers?",
        "If every agency now enrolled claimed the full package, Washington would pay out between $1.4 "
        "billion and $2 billion in the first year, we estimate. Agencies receive $7,500 for equipment for "
        "each trained officer and $100,000 for new vehicles. ICE reported 8,501 trained task force officers "
        "in September, with another 2,000 in the pipeline.",
        "2025-10-08",
        ("funding_total", 1_400_000_000, 2_000_000_000, "US"),
        ("funding_per_officer", 7500, None, "US"),
        ("funding_per_agency", 100_000, None, "US"),
        ("officers_trained", 8501, None, "US"),
        ("officers_in_training", 2000, None, "US"),
    ),
    _paragraph(
        "Pennsylvania public radio",
        "Bucks County sheriff's ICE deal heads to court",
        "DOYLESTOWN, Pa. — A county judge will hear arguments Monday over Sheriff Paul Dietz's 287(g) "
        "agreement. Dietz has said 16 deputies would be trained. Thirty-eight agencies in Pennsylvania have "
        "signed agreements with ICE, including 23 sheriffs or constables, and eight more applications are "
        "pending.",
        "2025-09-19",
        ("officers_in_training", 16, None, "Bucks County, PA"),
        ("agencies", 38, None, "PA"),
        ("agencies", 23, None, "PA"),
        ("pending", 8, None, "PA"),
    ),
    _paragraph(
        "Tennessee paper with a regional list",
        "Where Tennessee ranks in ICE partnerships",
        "NASHVILLE — Tennessee has 41 agreements, fourth-most in the nation behind Florida (325), Texas "
        "(171) and Georgia (44). Kentucky has 21 and Alabama 24. Nationally, ICE lists 1,001 agreements in "
        "its 287(g) program, a more than sevenfold increase since January.",
        "2025-09-17",
        ("agreements", 41, None, "TN"),
        ("agreements", 325, None, "FL"),
        ("agreements", 171, None, "TX"),
        ("agreements", 44, None, "GA"),
        ("agreements", 21, None, "KY"),
        ("agreements", 24, None, "AL"),
        ("agreements", 1001, None, "US"),
        ("pct_increase", 7, None, "US"),
    ),
    _paragraph(
        "joint operation release",
        "ICE and state partners arrest 216 in Oklahoma operation",
        "OKLAHOMA CITY — Oklahoma Highway Patrol troopers with 287(g) authority arrested 91 people over "
        "three days last week during Operation Guardian, the state said Tuesday. Nationwide, ICE made more "
        "than 32,800 arrests in the first 50 days of the administration. Oklahoma has 18 participating "
        "agencies.",
        "2025-10-07",
        ("arrests", 91, None, "OK"),
        ("agencies", 18, None, "OK"),
    ),
    _paragraph(
        "county board vote",
        "Supervisors reject sheriff's plan to join ICE program",
        "LEESBURG, Va. — The board voted 6-3 on Tuesday night to oppose a 287(g) agreement. Sheriff Mike "
        "Colby said it would have put eight deputies through training at no cost to the county's 450,000 "
        "residents. Virginia had 32 agreements with ICE as of Dec. 1, down from 37 in the summer, state "
        "records show.",
        "2025-12-03",
        ("agreements", 32, None, "VA"),
        ("agreements", 37, None, "VA"),
    ),
    _paragraph(
        "campus police",
        "Florida colleges join immigration crackdown",
        "TALLAHASSEE, Fla. — Fifteen public universities and colleges in Florida have reached agreements to "
        "let campus police enforce immigration law. The state has more 287(g) agreements than any other: 318 "
        "at last count, about a third of the national total of 956. The Florida Highway Patrol alone has "
        "1,800 troopers trained under the program.",
        "2025-09-01",
        ("agencies", 15, None, "FL"),
        ("agreements", 318, None, "FL"),
        ("agreements", 956, None, "US"),
        ("officers_trained", 1800, None, "FL"),
    ),
    _paragraph(
        "poll story",
        "Poll: Marylanders divided on ICE agreements",
        "ANNAPOLIS, Md. — Fifty-one percent of Maryland adults say county jails should be barred from "
        "signing 287(g) agreements with ICE, while 43% disagree, according to a poll released Thursday. "
        "Eight Maryland counties have such agreements. The poll surveyed 806 adults and has a margin of "
        "error of 3.5 percentage points.",
        "2026-02-12",
        ("poll_pct", 51, None, "MD"),
        ("poll_pct", 43, None, "MD"),
        ("counties", 8, None, "MD"),
    ),
    _paragraph(
        "national paper, spring",
        "Trump administration revives a shelved policing model",
        "ICE has now inked 456 agreements in 38 states, more than triple the 135 that were in place in "
        "December. Of those, 225 follow the task force model that the Obama administration ended in 2012. "
        "The agency has arrested 66,463 people since the president's return, officials said, and hopes to "
        "hire 10,000 officers.",
        "2025-04-18",
        ("agreements", 456, None, "US"),
        ("states", 38, None, "US"),
        ("pct_increase", 3, None, "US"),
        ("agreements", 135, None, "US"),
        ("agreements", 225, None, "US"),
    ),
    _paragraph(
        "North Carolina law and counties",
        "More North Carolina sheriffs turn to ICE",
        "Twenty-two of North Carolina's 100 counties have a 287(g) agreement, up from 15 at the start of the "
        "year. Henderson County Sheriff Amos Reed, whose jail has taken part since 2008, has four "
        "deputies certified. A bill in the General Assembly would require all 100 sheriffs to cooperate.",
        "2025-08-21",
        ("counties", 22, None, "NC"),
        ("counties", 15, None, "NC"),
        ("officers_trained", 4, None, "Henderson County, NC"),
    ),
    _paragraph(
        "ohio radio",
        "Ohio sheriffs sign on to help ICE",
        "COLUMBUS, Ohio — Seven Ohio agencies are now enrolled in ICE's 287(g) program, including the "
        "sheriff's offices in Butler, Seneca and Lake counties. In January there was only one. ICE's website "
        "lists 777 agreements nationally, and two more Ohio applications are under review.",
        "2025-07-16",
        ("agencies", 7, None, "OH"),
        ("agreements", 777, None, "US"),
        ("pending", 2, None, "OH"),
    ),
    _paragraph(
        "foreign daily",
        "US police forces rush to join immigration crackdown",
        "The number of local forces deputised to carry out immigration enforcement has surged from 135 to "
        "almost 900 since Donald Trump returned to the White House, official figures show. Texas and Florida "
        "account for more than half of the agreements, known as 287(g). About 5,700 officers have been "
        "trained so far, and the administration wants to train 10,000 more by December.",
        "2025-08-20",
        ("agencies", 135, None, "US"),
        ("agencies", 900, None, "US"),
        ("officers_trained", 5700, None, "US"),
        ("officers_in_training", 10000, None, "US"),
    ),
    _paragraph(
        "ice release joint",
        "ICE, South Carolina partners ink new agreements",
        "COLUMBIA, S.C. – ICE today welcomed six new South Carolina law enforcement agencies into the 287(g) "
        "program, bringing the number of partners in the state to 35. Nationwide, the agency now has 1,115 "
        "partnerships in 40 states, a 726% increase since Jan. 20.",
        "2025-10-30",
        ("agencies", 6, None, "SC"),
        ("agencies", 35, None, "SC"),
        ("agreements", 1115, None, "US"),
        ("states", 40, None, "US"),
        ("pct_increase", 726, None, "US"),
    ),
    _paragraph(
        "think tank blog",
        "The 287(g) boom, charted",
        "In December 2024, ICE had 135 agreements with 126 agencies. A year later it has 1,255 agreements "
        "with 1,017 agencies. That is a ninefold increase in agreements. Florida alone accounts for 27 "
        "percent of them.",
        "2025-12-09",
        ("agreements", 135, None, "US"),
        ("agencies", 126, None, "US"),
        ("agreements", 1255, None, "US"),
        ("agencies", 1017, None, "US"),
        ("pct_increase", 9, None, "US"),
    ),
    _paragraph(
        "local tv poll of sheriffs",
        "Which Arkansas sheriffs work with ICE?",
        "LITTLE ROCK, Ark. (KARZ) - Thirty-one of Arkansas' 75 sheriffs have signed a 287(g) agreement, "
        "state records show, and Act 654 requires the rest to apply by year's end. Pulaski County has "
        "trained four deputies so far; eight others are on a waiting list for the class. The Legislature put "
        "$2.5 million into a fund to reimburse counties.",
        "2025-11-12",
        ("agencies", 31, None, "AR"),
        ("officers_trained", 4, None, "Pulaski County, AR"),
        ("officers_in_training", 8, None, "Pulaski County, AR"),
        ("funding_total", 2500000, None, "AR"),
    ),
    _paragraph(
        "civil liberties group, local",
        "ACLU of Wisconsin: ICE partnerships nearly double",
        "MADISON, Wis. — Thirteen Wisconsin counties now participate in 287(g), up from seven a year ago, "
        "according to a report released Wednesday by the ACLU of Wisconsin. Waukesha County has 20 officers "
        "certified to question people in its jail. The group said local jails handed 346 people to ICE under "
        "the agreements in 2024.",
        "2025-10-02",
        ("counties", 13, None, "WI"),
        ("counties", 7, None, "WI"),
        ("officers_trained", 20, None, "Waukesha County, WI"),
        ("arrests", 346, None, "WI"),
    ),
    _paragraph(
        "national with ranking",
        "Which states help ICE most",
        "Here are the five states with the most agencies in the 287(g) program:\n\n1. Florida — 340\n2. "
        "Texas — 259\n3. Tennessee — 59\n4. Georgia — 54\n5. Pennsylvania — 52\n\nNationwide, 1,313 "
        "agreements are in force.",
        "2026-01-14",
        ("agencies", 340, None, "FL"),
        ("agencies", 259, None, "TX"),
        ("agencies", 59, None, "TN"),
        ("agencies", 54, None, "GA"),
        ("agencies", 52, None, "PA"),
        ("agreements", 1313, None, "US"),
    ),
    _paragraph(
        "virginia order",
        "Governor rolls back predecessor's ICE order",
        "RICHMOND, Va. — Gov. Alice Morrow on Saturday rescinded an executive order that had directed "
        "Virginia State Police to join the 287(g) program. State Police has 80 troopers trained under its "
        "agreement, officials said. Thirty-two agencies in Virginia hold agreements; the governor's action "
        "does not touch the 27 held by sheriffs and local police.",
        "2026-01-18",
        ("officers_trained", 80, None, "VA"),
        ("agencies", 32, None, "VA"),
    ),
    _paragraph(
        "op-ed cost",
        "The price of playing border cop",
        "My county would get $7,500 for every deputy it trains and as much as $100,000 for cars. It would "
        "also get the lawsuits. Maricopa County's venture into 287(g) has cost taxpayers $314 million since "
        "2007. Nearly 1,040 agencies have taken the deal anyway.",
        "2025-09-28",
        ("funding_per_officer", 7500, None, "US"),
        ("funding_per_agency", 100000, None, "US"),
        ("agencies", 1040, None, "US"),
    ),
    _paragraph(
        "bill tracker",
        "Five states weigh 287(g) bills",
        "Lawmakers in New Mexico, Washington and Hawaii have filed bills to prohibit 287(g) agreements. In "
        "Tennessee, a measure that passed the Senate 26-6 would require every sheriff to enter one. So far "
        "39 states host at least one agreement, and ICE's latest spreadsheet lists 1,402.",
        "2026-02-20",
        ("states", 39, None, "US"),
        ("agreements", 1402, None, "US"),
    ),
    _paragraph(
        "arrest numbers",
        "Local officers' ICE arrests climb",
        "Officers working under 287(g) agreements made 14,300 arrests in the program's first year back on "
        "the streets, ICE data obtained by the newsroom show. Florida accounted for 9,100 of them and Texas "
        "for 2,050. ICE as a whole arrested about 390,000 people in the same period.",
        "2026-02-11",
        ("arrests", 14300, None, "US"),
        ("arrests", 9100, None, "FL"),
        ("arrests", 2050, None, "TX"),
    ),
    _paragraph(
        "withdrawal",
        "Keystone borough ends ICE pact after three months",
        "SHARPTON, Pa. — The borough council voted 4-3 Monday to pull out of its 287(g) agreement, signed in "
        "September. Only two of the department's nine officers had finished the training. Forty-nine "
        "agencies across Pennsylvania still participate, according to ICE.",
        "2025-12-17",
        ("officers_trained", 2, None, "PA"),
        ("agencies", 49, None, "PA"),
    ),
    _paragraph(
        "near miss: sanctuary list",
        "Justice Department publishes list of sanctuary jurisdictions",
        "WASHINGTON — The Justice Department on Tuesday named 35 sanctuary jurisdictions, including 12 "
        "states and 18 cities. ICE has hired 12,000 officers this year. The list follows an April executive "
        "order, and 20 attorneys general have sued.",
        "2025-08-05",
    ),
    _paragraph(
        "near miss: detention beds",
        "County weighs ICE detention contract",
        "The county jail would house up to 200 ICE detainees at $105 a day each under a contract that "
        "commissioners will take up Monday. Three other counties in the state have similar agreements. The "
        "jail has 640 beds.",
        "2025-07-01",
    ),
)
