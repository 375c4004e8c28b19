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
    # whose money it is
    "In Texas sheriffs must seek one. The law offers grants of $70,000 to $120,000 to a county.": frozenset(
        {("funding_per_agency", 70000, "TX")}
    ),
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
    "Tennessee gave $5 million to a grant program for departments that join.": frozenset(
        {("funding_total", 5_000_000, "TN")}
    ),
    "Payments went to 690 departments, an average of $55,000 each.": frozenset(
        {("agencies", 690, "US"), ("funding_per_agency", 55_000, "US")}
    ),
    # bodies that take part, told by any verb
    "Some 1,250 police agencies have thrown in with ICE.": frozenset({("agencies", 1250, "US")}),
    "The administration has recruited 1,150 sheriff's offices for its crackdown.": frozenset(
        {("agencies", 1150, "US")}
    ),
    "About 40 North Carolina sheriffs lend deputies to ICE.": frozenset({("agencies", 40, "NC")}),
    "In Alabama, 43 agencies can now carry out immigration arrests.": frozenset({("agencies", 43, "AL")}),
    "Only 21 departments did so under President Joe Biden.": frozenset({("agencies", 21, "US")}),
    "At last count, 1,036 local governments had deputized officers.": frozenset({("agencies", 1036, "US")}),
    "It now reaches into 40 states.": frozenset({("states", 40, "US")}),
    "Another 15 are listed as pending.": frozenset({("pending", 15, "US")}),
    "ICE was reviewing 55 more applications as of Friday.": frozenset({("pending", 55, "US")}),
    # officers of the program, told by what they were picked for or what they do
    "Six deputies serve warrants for ICE in Ford County, Kansas.": frozenset(
        {("officers_trained", 6, "Ford County, KS")}
    ),
    "The sheriff has picked 15 deputies for the task force.": frozenset({("officers_trained", 15, "US")}),
    "Four deputies handle the immigration duties at the jail.": frozenset({("officers_trained", 4, "US")}),
    "Seven more deputies start the course in March.": frozenset({("officers_in_training", 7, "US")}),
    "The office will start with two deputies.": frozenset({("officers_in_training", 2, "US")}),
    # items of a series, and what points back
    "ICE counts 1,168 partner agencies. Of those, 44 are in Georgia and 58 in Pennsylvania.": frozenset(
        {("agencies", 1168, "US"), ("agencies", 44, "GA"), ("agencies", 58, "PA")}
    ),
    "ICE signed 30 agreements in February, 71 in March and 110 in April.": frozenset(
        {("agreements", 30, "US"), ("agreements", 71, "US"), ("agreements", 110, "US")}
    ),
    "ICE had 135 such agreements in January. A year on, the figure is 1,313.": frozenset(
        {("agreements", 135, "US"), ("agreements", 1313, "US")}
    ),
    "Ten new agreements were signed, pushing the nationwide total past 1,100.": frozenset(
        {("agreements", 10, "US"), ("agreements", 1100, "US")}
    ),
    "Texas (287) and Florida (341) together account for nearly half of all agreements.": frozenset(
        {("agreements", 287, "TX"), ("agreements", 341, "FL")}
    ),
    "Of the agreements, 712 follow the task force model, 438 the warrant service officer model.": frozenset(
        {("agreements", 712, "US"), ("agreements", 438, "US")}
    ),
    "As of Monday there were 456 agreements with 404 agencies, against 135 in December.": frozenset(
        {("agreements", 456, "US"), ("agencies", 404, "US"), ("agreements", 135, "US")}
    ),
    "Half of the agreements come from Florida and Texas, with 349 and 311.": frozenset(
        {("agreements", 349, "FL"), ("agreements", 311, "TX")}
    ),
    "Sheriffs are about half of the 1,150 agencies. The rest are police departments (430) and constables (60).": (
        frozenset({("agencies", 1150, "US"), ("agencies", 430, "US"), ("agencies", 60, "US")})
    ),
    "In February 58 agencies joined. In March it was 97, in April 142.": frozenset(
        {("agencies", 58, "US"), ("agencies", 97, "US"), ("agencies", 142, "US")}
    ),
    "Eleven Kansas agencies applied. Of those, nine have sent an application and two said they're in.": frozenset(
        {("pending", 11, "KS"), ("pending", 9, "KS"), ("agencies", 2, "KS")}
    ),
    "Missouri has 27 agencies in the program, Oklahoma has 24.": frozenset(
        {("agencies", 27, "MO"), ("agencies", 24, "OK")}
    ),
    "Agreements are spreading in the Midwest: nine are in effect in Iowa, and Ohio has seven.": frozenset(
        {("agreements", 9, "IA"), ("agreements", 7, "OH")}
    ),
    "Active agreements: 1,501\nStates: 39\nOfficers in training: 2,250": frozenset(
        {("agreements", 1501, "US"), ("states", 39, "US"), ("officers_in_training", 2250, "US")}
    ),
    # how far officers are with their course
    "The trooper said 841 had gone through the course.": frozenset({("officers_trained", 841, "US")}),
    "Another 120 are signed up for classes before Thanksgiving.": frozenset({("officers_in_training", 120, "US")}),
    "The patrol is sending 50 troopers to training, five of whom have finished.": frozenset(
        {("officers_in_training", 50, "US"), ("officers_trained", 5, "US")}
    ),
    "Five deputies of Hays County, Texas, finished a four-week school in Georgia.": frozenset(
        {("officers_trained", 5, "Hays County, TX")}
    ),
    "A further 14 agencies in Iowa have applied and are waiting to hear back.": frozenset({("pending", 14, "IA")}),
    "The sheriff of Cache County, Utah, wants five of his deputies to be able to serve ICE warrants.": frozenset(
        {("officers_in_training", 5, "Cache County, UT")}
    ),
    "About a third of the 8,500 officers trained so far work in Florida.": frozenset(
        {("officers_trained", 8500, "US")}
    ),
    "Jails in Georgia reported 5,312 transfers to ICE.": frozenset({("arrests", 5312, "GA")}),
    "The records show 24 agencies that quit, 11 of them in Ohio.": frozenset(),
    # the state that a paragraph is about, and what no state has
    "Which state has the most? Florida, by far. Its 277 agreements include all 67 sheriffs.": frozenset(
        {("agreements", 277, "FL"), ("agencies", 67, "FL")}
    ),
    "Tennessee ranks sixth in the country with 33 agreements.": frozenset({("agreements", 33, "TN")}),
    "Florida agencies hold 159 of the nation's 328 agreements.": frozenset(
        {("agreements", 159, "FL"), ("agreements", 328, "US")}
    ),
    "Across Northeast Ohio, nine agencies take part.": frozenset({("agencies", 9, "OH")}),
    # growth without a noun, money by other verbs, arrests by other verbs
    "It is a 641% increase.": frozenset({("pct_increase", 641, "US")}),
    "The growth, 850% in a year, has stunned advocates.": frozenset({("pct_increase", 850, "US")}),
    "Partnerships increased from 135 to 1,001, or 641%.": frozenset(
        {("agreements", 135, "US"), ("agreements", 1001, "US"), ("pct_increase", 641, "US")}
    ),
    "The bureau has handed local agencies $42 million since October.": frozenset({("funding_total", 42_000_000, "US")}),
    "Ascension Parish, Louisiana, was reimbursed $210,000.": frozenset(
        {("funding_per_agency", 210_000, "Ascension Parish, LA")}
    ),
    "The task force officers have picked up 500 people.": frozenset({("arrests", 500, "US")}),
    "The number of partners grew by a factor of nine.": frozenset({("pct_increase", 9, "US")}),
    "Awards of the program run from $500 to $1,000 for each officer.": frozenset({("funding_per_officer", 500, "US")}),
    "The program's median payment was $48,000.": frozenset({("funding_per_agency", 48_000, "US")}),
    "State and local officers made 9,414 immigration arrests under the program.": frozenset({("arrests", 9414, "US")}),
    "The jail flagged 96 people for ICE. Seventy-one were picked up.": frozenset(
        {("arrests", 96, "US"), ("arrests", 71, "US")}
    ),
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
    # shares, receivers and owners named around the number
    "No state has gone further than Florida. It accounts for 318 of the country's 1,102 agreements.": frozenset(
        {("agreements", 318, "FL"), ("agreements", 1102, "US")}
    ),
    "More than 9,100 officers have been trained, led by the Georgia State Patrol, with 410.": frozenset(
        {("officers_trained", 9_100, "US"), ("officers_trained", 410, "GA")}
    ),
    "Ohio has 70 agreements, a twentieth of the 1,400 nationwide.": frozenset(
        {("agreements", 70, "OH"), ("agreements", 1_400, "US")}
    ),
    "ICE has 90 agreements in 21 states. When the president took office, it had 34.": frozenset(
        {("agreements", 90, "US"), ("states", 21, "US"), ("agreements", 34, "US")}
    ),
    "Sheriffs are elected in Ohio, and 23 of them have contracts.": frozenset({("agencies", 23, "OH")}),
    "ICE says that it has put 10,400 officers through the course.": frozenset({("officers_trained", 10_400, "US")}),
    "In Utah 150 deputies are certified. About half of them, 76, patrol streets.": frozenset(
        {("officers_trained", 150, "UT"), ("officers_trained", 76, "UT")}
    ),
    "In Polk County, Iowa, the sheriff had signed up seven deputies.": frozenset(
        {("officers_in_training", 7, "Polk County, IA")}
    ),
    "Only the Polk County Sheriff's Office in Florida, with 52 deputies trained, answered.": frozenset(
        {("officers_trained", 52, "Polk County, FL")}
    ),
    "In Ohio, small counties can draw grants of $60,000 each; those above a million, up to $120,000.": frozenset(
        {("funding_per_agency", 60_000, "OH"), ("funding_per_agency", 120_000, "OH")}
    ),
    "ICE has 900 agreements. State count unchanged at 38.": frozenset(
        {("agreements", 900, "US"), ("states", 38, "US")}
    ),
    "Four deputies in Polk County, Iowa, have started the online training.": frozenset(
        {("officers_in_training", 4, "Polk County, IA")}
    ),
    "In Ohio, 12 jailers have completed the course and another eight will start this month.": frozenset(
        {("officers_trained", 12, "OH"), ("officers_in_training", 8, "OH")}
    ),
    "Iowa and Ohio together account for 73 agreements.": frozenset({("agreements", 73, "IA+OH")}),
    "Of the 16 municipal police departments in Ohio's lake counties, nine have agreements with ICE.": frozenset(
        {("agencies", 9, "OH")}
    ),
    "Each task force partner in Ohio gets a $100,000 start-up payment.": frozenset(
        {("funding_per_agency", 100_000, "OH")}
    ),
}

# After a sentence that counts agreements: none of these is about the program.
SOMETHING_ELSE = (
    "There are more than 3,000 counties in the United States.",
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
    "There are roughly 18,000 law enforcement agencies in the United States.",
    "He has worked for three departments in his career.",
    "Two deputies were shot in 2019.",
    "The sheriff's office has 62 deputies and 40 jailers.",
    "Two officers from the department met with ICE.",
    "A coalition of 30 advocacy organizations called on counties to end the agreements.",
    "Some 300 sheriffs attended the conference where he spoke of partnerships.",
    "Wake County, North Carolina, spent about $550,000 a year on its agreement.",
    "A budget amendment for $68,400 pays for a booking camera.",
    "None of the 92 officers on the force takes part in the program.",
    "A department with 30 trained officers could ask for more.",
    "Agencies with more than 50 employees must apply.",
    "About 140 troopers have been trained for crowd control.",
    "The group represents 1,900 jails and has asked for a change.",
    "A bill would make every one of the 95 sheriffs sign.",
    "Many agencies hold more than one, and a county is counted twice if it has two agreements.",
    "ICE picked up 87 people there.",
    "The patrol made 38 of those trips.",
    "Another 48 had a pending charge.",
    "The sheriff's $52 million budget passed.",
    "Nine out of 10 departments in the state are small.",
    "The jail holds 318 people.",
    "Two different sheriffs sent in an application.",
    "Agencies in all but 11 states have joined.",
    "After Congress gave it $75 billion, ICE doubled in size.",
    # numbers told of other things, or by other people
    "The model comes in three versions. Lamar County uses two of them.",
    "In Ellis County, jailers placed 480 holds. In Lubbock County it was 71.",
    "Insurers now add a surcharge of 3 to 5 percent for a police department in the program.",
    "Lawmakers in seven states have told sheriffs that they must take part in the program.",
    "Nine states go the opposite way and keep sheriffs out of the program.",
    "The reporters asked 70 agencies in 12 states for their logs under the program.",
    "Eleven states have two or fewer agreements.",
    "The group asked the court to block jails in six counties from holding people on the paperwork.",
    "The sheriff's office has an annual budget of about $48 million under which the program is run.",
    "The county pays the four deputies' salaries, about $212,000 a year.",
    "A lawsuit over the sheriff's immigration sweeps has cost taxpayers over $90 million.",
    "ICE has doubled the number of officers in its Dallas office, to 22.",
    "Federal grants to Metro exceed $25 million.",
    "Deputies of the program's partners made 412 felony drug arrests.",
    "The number of people in detention reached 61,400.",
    "He said that 19 had outstanding warrants.",
    "The state's 58 sheriffs are not in that business.",
    "Commissioners in two of them aren't pleased.",
    "The patrol has 2,900 people, 1,800 of them in cars.",
)
