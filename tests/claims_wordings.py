"""Ways in which the news words a count, one sentence each, and sentences that count something else.

All are in our own words; the numbers are made up or are public totals. A claim is (metric, value, scope).
"""

Fact = tuple[str, float, str]

WORDINGS: dict[str, frozenset[Fact]] = {
    # rankings: each number belongs to the state in front of it
    "Florida leads with 341 agreements, ahead of Texas with 290.": frozenset(
        {("agreements", 341, "FL"), ("agreements", 290, "TX")}
    ),
    "The nation has 1,180 agreements. Texas, the runner-up, had 198.": frozenset(
        {("agreements", 1180, "US"), ("agreements", 198, "TX")}
    ),
    "Neighboring Texas has 296 agreements, Oklahoma 45 and Arizona 9.": frozenset(
        {("agreements", 296, "TX"), ("agreements", 45, "OK"), ("agreements", 9, "AZ")}
    ),
    "Ohio has seven, Indiana 12 and Kentucky 28 agreements.": frozenset(
        {("agreements", 7, "OH"), ("agreements", 12, "IN"), ("agreements", 28, "KY")}
    ),
    "Florida accounts for 341 of ICE's 1,372 agreements.": frozenset(
        {("agreements", 341, "FL"), ("agreements", 1372, "US")}
    ),
    "Nearly a third of the agreements — 341 — are in Florida.": frozenset({("agreements", 341, "FL")}),
    # numbers that point back
    "ICE lists 1,244 partners nationwide. It was 135 a year ago.": frozenset(
        {("agencies", 1244, "US"), ("agencies", 135, "US")}
    ),
    "Fourteen more agencies in Oklahoma have applied, on top of the 26 already approved.": frozenset(
        {("pending", 14, "OK"), ("agencies", 26, "OK")}
    ),
    "Agencies signed 34 agreements in Ohio. Of those, 21 are sheriff's offices and four are regional jails.": frozenset(
        {("agreements", 34, "OH"), ("agencies", 21, "OH"), ("agencies", 4, "OH")}
    ),
    "There were 150 agreements in 2020 and 36 in 2015.": frozenset(
        {("agreements", 150, "US"), ("agreements", 36, "US")}
    ),
    "ICE said that another 2,000 officers or so are going through the training.": frozenset(
        {("officers_in_training", 2000, "US")}
    ),
    "More than 10,500 task force officers are trained, with thousands more in the queue.": frozenset(
        {("officers_trained", 10500, "US")}
    ),
    # qualifiers
    "The list has 1,270 agencies, compared to a paltry 135 under Joe Biden.": frozenset(
        {("agencies", 1270, "US"), ("agencies", 135, "US")}
    ),
    '"We have 330-plus agreements in Florida," the governor said.': frozenset({("agreements", 330, "FL")}),
    # money of a county and of a state
    "Wake County, North Carolina, spent about $550,000 a year on its agreement.": frozenset(
        {("funding_total", 550_000, "Wake County, NC")}
    ),
    "Tennessee gave $5 million to a grant program for departments that join.": frozenset(
        {("funding_total", 5_000_000, "TN")}
    ),
    "Payments went to 690 departments, an average of $55,000 each.": frozenset({("funding_per_agency", 55_000, "US")}),
    # tables and lists that put the number first
    "By the numbers\n- 61: Tennessee agencies with an agreement\n- 3: applications pending in Tennessee": frozenset(
        {("agencies", 61, "TN"), ("pending", 3, "TN")}
    ),
    "| State | Agencies | Agreements |\n| Florida | 301 | 347 |\n| Idaho | 10 | 11 |": frozenset(
        {
            ("agencies", 301, "FL"),
            ("agreements", 347, "FL"),
            ("agencies", 10, "ID"),
            ("agreements", 11, "ID"),
        }
    ),
    "How many agreements each state has, by the agency's list:\nFlorida: 325\nTexas: 217": frozenset(
        {("agreements", 325, "FL"), ("agreements", 217, "TX")}
    ),
}

# After a sentence that counts agreements: none of these is about the program.
SOMETHING_ELSE = (
    "ICE arrested about 1,100 people a day in June, up from 310 a year earlier.",
    "The agency held 66,000 detainees, up from 39,000 in January.",
    "The number of detainers rose to 12,000 from 8,000.",
    "Its workforce has grown to 22,000 from 10,000.",
    "The jail holds 300 inmates, compared with 250 a year ago.",
    "Crime fell 12 percent, to 340 cases from 386.",
    "Calls to 911 from immigrants dropped from 500 to 310.",
    "The average stay is 48 hours, down from 72.",
    "Nine states forbid the agreements, up from two.",
    "The department employs 340, up from 300.",
    "The court has 12 judges, down from 21.",
    "The other 29 are awaiting trial.",
    "Of those arrested, 71 had convictions and 12 were wanted.",
    "That makes 12 deaths in Texas.",
    "In all, 300 people attended, compared with 40 last year.",
)
