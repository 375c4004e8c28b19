"""Money of the program: for each officer, for each agency, in total."""

import re

from models.claims.clauses import clause_around
from models.claims.numbers import Measure, Quantity
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role, Unit

_OFFICER = (
    r"(?:\w+[\s-]+){0,4}?(?:one\s+trained|officers?|deput(?:y|ies)|troopers?|cops?|agents?|trainees?|employees?)\b"
)
_AGENCY = (
    r"(?:\w+[\s-]+){0,3}?(?:agenc(?:y|ies)|departments?|sheriffs?|office|counties|county|jurisdictions?|"
    r"partner|town|city|municipality|agreement)\b"
)
_PER_OFFICER = re.compile(
    rf"\s*(?:tier\s+is\s+)?(?:\w+\s+per\s+head\b|(?:per|for\s+each|for\s+every|each|a|an|apiece\s+for|/)\s?{_OFFICER})|"
    rf"\bfor\s+(?:new\s+)?(?:equipment|gear|every\.)\b|\ba\s+quarter\b|\beach\s+quarter\b",
    re.I,
)
_PER_AGENCY = re.compile(
    rf"^\s+at\s+a\s+time\b|(?:per|for\s+each|(?:for\s+)?every|each)\s+{_AGENCY}|^\s+(?:offer|vehicle|start-?up\s+(?:payment|grant|money))\b|^\s+to\s+those\b|\b(?:toward|to\s+buy)\s+(?:\w+\s+){{0,2}}(?:vehicles?|cars|trucks|cruisers)\b|\ban?\s+(?:[\w-]+\s+)?(?:agency|department|county|town|city|office)\b(?!\s+(?:spokes|official|lawyer|report|memo|document|budget))|\bfor\s+(?:an?\s+new\s+|new\s+|the\s+purchase\s+of\s+(?:\w+\s+)?|"
    rf"transportation|the\s+|an?\s+(?:\w+\s+)?)?(?:patrol\s+)?(?:vehicles?|van|truck|cruiser|transportation|cars?|trucks|cruisers|SUVs)\b|"
    r"\bfor\s+(?:\w+[\s-]+){0,2}(?:counties|departments|agencies|sheriffs|jurisdictions)\s+(?:under|"
    r"over|with|of|between)\b|\b(?:went|goes|awarded|paid|given|sent)\s+to\s+(?:the\s+)?[A-Z][\w.]+\b",
    re.I,
)
_OFFICER_BEFORE = re.compile(
    r"\b(?:each\s+(?:\w+\s+){0,3}officer|per\s+officer|officers?\s+(?:would|will|can|"
    r"could)\s+(?:\w+\s+)?(?:get|earn|receive)|awards?|bonus(?:es)?|stipends?|equipment\s+money)\b[^.;$]{0,45}$",
    re.I,
)
_AGENCY_BEFORE = re.compile(
    r"\b(?:we\s+have\s+(?:\w+\s+)?(?:received|been\s+paid)|grants?\s+that\s+(?:range|run|vary)|grants?\W+(?:ranging|of)|grant,?\s+(?:is\s+|was\s+)?(?:for|worth)|"
    r"each\s+(?:\w+\s+){0,3}(?:agency|department)|per\s+agency|\ba\s+department\b[^.;$]{0,60}(?:add\s+up|come|amount)\s+to|(?:median|average|typical|mean)\s+(?:payment|award|grant|reimbursement|payout|check)|grants?\s+(?:have\s+)?averag\w+|"
    r"offer\s+(?:worth|of)|vehicle\s+money|"
    r"(?:office|department|county|parish|city|town|agency|patrol|police|those|it|(?:town|city|village)\s+of\s+\w+)\b[^.;$]{0,110}?\s"
    r"(?:received?|(?:is|are|was)\s+(?:getting|receiving)|been\s+paid|gotten|got|gets?|collected|claimed|billed|(?:to|would|will|could|can)\s+(?:receive|get|collect|claim)|eligible\s+for|"
    r"(?:was|were|been|be)\s+(?:reimbursed|paid|repaid|awarded|given|promised))|"
    r"(?:offer|give|pay|award|grant)\w*\s+(?:each\s+|every\s+)?(?:counties|departments|agencies|sheriffs)\s+|vehicles?\s+(?:is|are)\s|"
    r"(?:[Aa]gencies|[Dd]epartments|[Cc]ounties|[Ss]heriffs)\b[^.;$]{0,60}\b(?:receive|get|claim|"
    r"collect|draw|eligible\s+for))\b[^.;$]{0,50}$",
    re.I,
)
_SMALLEST_TOTAL = 100_000  # a smaller sum is one body's, even where the text does not name it
# 'each department with a task force agreement is entitled to a one-time payment of $100,000'
_EACH_AGENCY = re.compile(
    r"\b(?:each|every)\s+(?:\w+\s+){0,2}(?:agency|department|office|county|sheriff)\b[^.;$]{0,80}"
    r"\b(?:entitled\s+to|was\s+to\s+have|payment|grant|check|receives?|gets?|got)\b[^.;$]{0,25}$",
    re.I,
)
_MAX_TOTAL = 5_000_000_000  # estimates for the program end at 2 billion a year; larger sums are ICE's own
# 'Federal payments so far: $310,000', on the page of the office that got them
_SO_FAR = re.compile(
    r"\b(?:federal|ICE)\s+(?:payments?|money|reimbursements?)\s+(?:so\s+far|to\s+date|received)\b[^.;$]{0,20}$", re.I
)
# 'Rutherford County, Tenn., got a check for $212,500', 'he had received one check for $61,500'
_CHECK_FOR = re.compile(
    r"\b(?:got|gotten|received|cashed|deposited)\s+(?:a|one|its\s+first|his\s+first|her\s+first)\s+check\s+for\s+(?:about\s+)?$"
)
# 'He has billed the federal government for $311,000'
_BILLED = re.compile(
    r"\b(?:he|she|it|we|they|office|department|county)\s+(?:(?:has|have|had)\s+)?(?:"
    r"(?:billed|invoiced)\s+(?:ICE|DHS|Washington|the\s+federal\s+government)\s+(?:for\s+)?|"
    r"(?:submitted|filed|sent\s+in)\s+(?:\w+\s+){0,2}(?:claims?|invoices?|bills?|requests?)\s+(?:\w+\s+){0,2}?(?:for|of|totaling)\s+)(?:about\s+)?$",
    re.I,
)
_MOST_SO_FAR = 5_000_000
# 'Walton got $187,500 and Holmes $60,000': a place that stands for its office
_NAMED_GOT = re.compile(
    r"(?:^|[.;]\s+|,\s+|\band\s+)(?!ICE|DHS|It|He|She|They|We|Congress|Washington|The)[A-Z][a-z]+\s+"
    r"(?:got|received|collected|gets|was\s+paid)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:owes|owed|paid|sent|gave|reimbursed)\s+(?!ICE|Congress)[A-Z][a-z]+\s+(?:about\s+|some\s+|nearly\s+|another\s+)?$"
)
# 'the sheriff's office expects the federal government to reimburse salaries for the three deputies, about $230,000'
_REPAID = re.compile(
    r"\b(?:office|department|county|city|sheriff|he|she)\b[^.;$]{0,60}\b(?:reimburse|repay)(?:d|s)?\b[^.;$]{0,90}$",
    re.I,
)
# 'ICE had reimbursed the county $15,000'
_REIMBURSED_IT = re.compile(
    r"\b(?:reimbursed|repaid|paid|sent|given)\s+(?:the|his|her|their|our)\s+(?:county|city|town|parish|office|department)\s+(?:about\s+)?$"
)
_OF_ONE_OFFICE = (_REIMBURSED_IT, _CHECK_FOR, _BILLED, _SO_FAR, _NAMED_GOT, _REPAID)
# 'ICE has paid back $338,000 in salaries', 'had said it would cover $1,184,000 in salaries'
_PAID_BACK = re.compile(r"\b(?:paid\s+back|repaid|reimbursed|covered?|repay)\s+(?:about\s+|some\s+|nearly\s+)?$", re.I)
_WAGES = re.compile(r"\s+(?:in|of|for)\s+(?:\w+\s+){0,2}(?:salar(?:y|ies)|wages|overtime|pay|benefits)\b", re.I)
_TRAINED = (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING)
_MAX_PER_OFFICER = 20_000
_MAX_LOCAL_COST = 50_000_000  # what a county spends, not what the program pays
_MAX_BONUS = 10_000  # of a local officer; ICE's own recruits are offered up to 50,000
# 'The Lee County Sheriff's Office alone has received $1.1 million, for plate readers': what it bought does not matter
_GRANTED = re.compile(
    r"\b(?:[Ss]heriff's\s+[Oo]ffice|[Pp]olice\s+[Dd]epartment)\s+(?:alone\s+)?(?:has\s+)?(?:received|been\s+awarded)\s+(?:about\s+)?$"
)
_TOTAL = re.compile(
    r"\b(?:fund(?:s|ed|ing)?|grants?|hand(?:ed|s|ing)|gave|given|got|sen[dt](?:s|ing)?|steer\w*|divert\w*|pour\w*|commit\w*|shell\w*|"
    r"request\w*|secur\w*|invest\w*|cash|infusion|return(?:s|ed)|sweeten\w*|ask(?:ed|s|ing)?|program|budget|bill|cost(?:s|ing)?|pool|appropriat\w+|set\s+aside|"
    r"allocat\w+|reimburs\w+|payments?|paid|reached|receive|collect\w*|total(?:s|ed|ing)?|spend(?:ing)?|spent|worth|earmark\w*|money|share|"
    r"pot|tab|account|approved|line\s+item|estimate\w*|projected|penciled|forecast|price\s+tag|award(?:ed|s)?|incentives?|"
    r"budgeted|doled\s+out|distributed|available|paying|pays|come\s+to|gone\s+out|hand\s+out|(?:would|could|might|will)\s+run)\b",
    re.I,
)
# What a county or a department spends of its own is a local cost, unless the words say that the program pays.
_LOCAL_COST = re.compile(
    r"\b(?:cost(?:s|ing)?|sp[ea]n[dt]\w*|budget(?:ed|s)?|asked\s+for|requested|expens\w+|lawyers?|legal\s+fees|fiscal\s+note|bargain|bought|price\s+tag|taxes|overtime|contracts?\s+with|"
    r"(?:county|city|town|sheriff|department)\s+pays?)\b",
    re.I,
)
_UNPAID = re.compile(
    r"\bunreimbursed\b|\bnot\s+(?:be\s+)?reimburs|\bCounty(?:\'s)?\b[^.;$]{0,60}\bcost|\b(?:overall|removal|detention|operations)\s+(?:\w+\s+){0,2}budget\b",
    re.I,
)
_PROGRAM_PAYS = re.compile(
    r"\b(?:ICE|DHS|Homeland|Congress|federal|Washington|program's|reimburs\w+|grants?|appropriat\w+|[Ll]egislature|lawmakers|the\s+state|"
    r"comptroller|(?<!day )(?<!general )fund)\b"
)
_MAX_LOCAL = 50_000_000  # more is no one county's
_ABOUT_PROGRAM = re.compile(
    r"\b(?:287\s?-?\(?\s?g|program|partner\w*|local\s+(?:police|agenc\w+|departments?|law\s+enforcement|"
    r"jurisdictions?|officers)|agenc(?:y|ies)|reimburs\w+|"
    r"grants?|training|sheriffs?|departments\s+that|participat\w+|agreements?|employers|immigration\s+(?:board|enforcement)|payments|effort|\d+\s+(?:departments|agencies|offices)|that\s+alone|"
    r"the\s+budget|task\s+force|deputies|initiative|fund)\b",
    re.I,
)
_OTHER_MONEY = re.compile(
    r"\b(?:per\s+(?:person|detainee|inmate|bed|diem|day|worker|prisoner)|a\s+day|beds?|detainees|"
    r"bonus(?:es)?\s+(?:to|for)\s+(?:\w+\s+)?(?:recruits|hires|applicants)|student\s+loan|loan\s+relief|sign(?:ing|-on)\s+bonus(?:es)?|to\s+sign\b|"
    r"fined?|fines|bail|bond|in\s+costs?|border|to\s+bus|National\s+Guard|settle\w*|lawsuit|plaintiffs?|damages|its\s+own\s+money|"
    r"own\s+pocket|in\s+salaries|"
    r"detention\s+(?:centers?|space|facilities)|border\s+wall|wall\b|ICE'?s?\s+(?:own\s+|annual\s+|"
    r"total\s+)?budget|hire\s+(?:\d|more|new|10,000)|sanctuary|median\s+(?:home|household|income|rent)|revenue|"
    r"Marshals|plate\s+readers?|flock|cameras?|overdose|drugs?|seized|deficit|school\s+budget|"
    r"federal\s+grants\s+to\s+(?!(?:local|state|agenc|sheriff|police|depart))\w+|legal\s+bills?)\b",
    re.I,
)
# 'asked Congress to trim $17 million': what is taken away is no money of the program
_CUT = re.compile(
    r"\b(?:trim|cut|slash|shave|reduce)(?:s|ting|ming|med|d|ed)?\s+(?:about\s+|some\s+|another\s+)?$", re.I
)
# 'Its work on this brief was supported by a $180,000 grant from the Halvorsen Fund'
_OWN_WORK = re.compile(r"\b(?:work|study|research|brief|report|project|survey|analysis)\b[^.;$]{0,60}$", re.I)
_FOUNDATION = re.compile(
    r"\s+(?:grant|gift|award)\s+(?:from|by)\s+(?:the\s+)?(?:[A-Z][\w'-]+\s+){1,4}?(?:Fund|Foundation|Trust|Endowment)\b"
)
# 'the council approved a budget of $9.8 million', 'Overtime charged to the program stands at $11,240'
_OWN_SPENDING = re.compile(
    r"\b(?:(?:council|board|commissioners|supervisors|selectmen|voters)\b[^.;$]{0,30}\bbudget\s+of|overtime\b[^.;,$]{0,50})\s+(?:about\s+|some\s+)?$",
    re.I,
)
# 'The sheriff's office has an annual budget of about $61 million'
_OWN_BUDGET = re.compile(
    r"\b(?:(?:sheriff|police|office|department|county|city|town|jail|patrol|agency)\b[^.;$]{0,25}\bbudget|annual\s+budget)\s+(?:of|is|was)\s+(?:[\w]+\s+){0,3}$",
    re.I,
)
_LITIGATION = re.compile(
    r"\b(?:litigation|lawsuits?|verdicts?|(?:the|that|this)\s+(?:case|ruling|suit))\b[^.;]{0,100}\bcost\b[^.;]{0,30}$",
    re.I,
)
# '$2 million to one office and the Mesa Police Department $300,000', '$1,000 ..., or $500 ...'
_PARALLEL = re.compile(
    r"\b(?:up|down)\s+from\s+$|\bcompared\s+with\s+$|(?:,|\band|\bor|\bto)\s*(?:up\s+to\s+|as\s+much\s+as\s+|from\s+)?$|"
    r"\bfollowed\s+by\s+[A-Z]\w+(?:\s[A-Z]\w+)?,\s+with\s+$|\band\s+(?:the\s+)?(?:largest|smallest|biggest|others|rest)\s+$|\band\s+(?:the\s+)?(?:[A-Z][\w.']*\s+){1,5}(?:agencies\s+|departments\s+|sheriffs\s+)?$"
)
# 'Small counties can draw $80,000; those above a million, up to $140,000'
_THE_OTHERS = re.compile(r"[^.;]{0,20};\s+(?:those|others|the\s+(?:rest|others)|larger|smaller|bigger)\b")
# '... to 690 departments, an average of $55,000 each'
_EACH_OF = re.compile(
    r"\b(?:(?P<officers>officers|deputies|troopers)|agencies|departments|sheriffs|counties|offices)\b[^.;$]{0,40}$",
    re.I,
)
_PROJECTED = re.compile(
    r"\b(?:could|would|may|might|expect(?:s|ed)?|estimate[sd]?|projected|propos\w+|by\s+20\d\d)\b", re.I
)


def read_funding(spot: Spot) -> list[Reading]:
    """The sums of money of one sentence that belong to the program."""
    sums = [quantity for quantity in spot.quantities if quantity.measure is Measure.MONEY]
    metrics = [_metric(spot, quantity, sums) for quantity in sums]
    # '$1,000 per officer ..., $750 in the next tier and $500 after that'; '$1,000, $750 or $500 per officer'
    for position in range(1, len(sums)):
        if metrics[position] is None and metrics[position - 1] and _parallel(spot, sums[position - 1], sums[position]):
            metrics[position] = metrics[position - 1]
    for position in range(len(sums) - 2, -1, -1):
        gap = spot.text[sums[position].end : sums[position + 1].start]
        if re.fullmatch(r"(?:,|,?\s+(?:or|and)|\s+to)\s*", gap):
            metrics[position] = metrics[position + 1]
    return [
        Reading(metric, quantity, _end(spot.text, quantity), unit=Unit.USD, role=_role(spot, quantity, sums))
        for quantity, metric in zip(sums, metrics, strict=True)
        if metric is not None
    ]


def _around(spot: Spot, quantity: Quantity, sums: list[Quantity]) -> tuple[str, str]:
    """What stands before and after a sum, up to the neighbouring sums."""
    left = max((other.end for other in sums if other.end <= quantity.start), default=0)
    right = min((other.start for other in sums if other.start >= quantity.end), default=len(spot.text))
    return spot.text[max(left, quantity.start - 140) : quantity.start], spot.text[
        quantity.end : min(right, quantity.end + 90)
    ]


def _metric(spot: Spot, quantity: Quantity, sums: list[Quantity]) -> Metric | None:
    before, after = _around(spot, quantity, sums)
    if (
        quantity.value == 0
        or _CUT.search(before)
        or (_OWN_WORK.search(before) and _FOUNDATION.match(after))
        or (quantity.value < _MAX_LOCAL and _OWN_SPENDING.search(before))
        or re.match(r"\s+for\s+ICE\b", after)
        or _OTHER_MONEY.search(
            before[-60:] + " … " + ("" if _GRANTED.search(before) or _PAID_BACK.search(before) else after[:55])
        )
        or _LITIGATION.search(before)
    ):
        return None
    officer, agency = _PER_OFFICER.search(after[:60]), _PER_AGENCY.search(after[:60])
    if officer and agency:
        return Metric.FUNDING_PER_OFFICER if officer.start() < agency.start() else Metric.FUNDING_PER_AGENCY
    if re.match(r"\s+(?:one-time\s+|quarterly\s+)?(?:bonus|stipend)", after) and quantity.value <= _MAX_BONUS:
        return Metric.FUNDING_PER_OFFICER
    if re.match(r"\s+(?:each|apiece)\b", after) and (shared := _EACH_OF.search(spot.text[: quantity.start])):
        return Metric.FUNDING_PER_OFFICER if shared["officers"] else Metric.FUNDING_PER_AGENCY
    if re.match(
        r"\s+for\s+each\s+of\s+(?:the|its|his|her|their|those)\s+(?:\w+\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b",
        after,
    ):
        people = spot.page.before is not None and "officers" in spot.page.before.kinds | spot.marked.kinds
        if quantity.value <= _MAX_PER_OFFICER and (people or spot.carried in _TRAINED):
            return Metric.FUNDING_PER_OFFICER  # 'a $30,000 check, which is $7,500 for each of the four'
    if officer and quantity.value < 200_000:
        large = quantity.value > _MAX_PER_OFFICER
        return Metric.FUNDING_PER_AGENCY if large else Metric.FUNDING_PER_OFFICER  # '$60,000 for gear' is a county's
    if re.match(r"\s+(?:reimbursed|in\s+reimbursements?)\b", after) and quantity.value < 5_000_000:
        return Metric.FUNDING_PER_AGENCY
    local_cost = re.search(r"\bcosts?\b[^.;$]{0,20}$", before) and not _PROGRAM_PAYS.search(after)
    if local_cost and quantity.value < _MAX_LOCAL_COST:
        return None
    if quantity.value < _MOST_SO_FAR and (
        any(pattern.search(before) for pattern in _OF_ONE_OFFICE) or (_PAID_BACK.search(before) and _WAGES.match(after))
    ):
        return Metric.FUNDING_PER_AGENCY
    if agency and quantity.value < 50_000_000:
        return Metric.FUNDING_PER_AGENCY
    if (_AGENCY_BEFORE.search(before) or _EACH_AGENCY.search(before)) and quantity.value < 50_000_000:
        return Metric.FUNDING_PER_AGENCY
    if _OFFICER_BEFORE.search(before) and quantity.value < 50_000:
        return Metric.FUNDING_PER_OFFICER
    if not _SMALLEST_TOTAL <= quantity.value <= _MAX_TOTAL:
        return None
    told = _TOTAL.search(before) or _TOTAL.search(after)
    # A page that told of the program's money before goes on about it.
    about = spot.carried_money or _ABOUT_PROGRAM.search(f"{spot.paragraph} {spot.text} {spot.lead_in}")
    own = before.endswith("'s ") and not before.endswith("program's ")
    if _OWN_BUDGET.search(before) or (own and re.match(r"\s+(?:annual\s+)?budget\b", after)):
        return None  # 'the sheriff's $52 million budget'
    if _UNPAID.search(before) or _UNPAID.search(after):
        return None
    near = before[-70:] + after[:50]
    if quantity.value < _MAX_LOCAL and _LOCAL_COST.search(near) and not _PROGRAM_PAYS.search(spot.text):
        return None
    return Metric.FUNDING_TOTAL if told and about else None


def _parallel(spot: Spot, first: Quantity, second: Quantity) -> bool:
    gap = spot.text[first.end : second.start]
    return len(gap) < 120 and (
        _THE_OTHERS.match(gap) is not None or (";" not in gap and _PARALLEL.search(gap) is not None)
    )


def _end(text: str, quantity: Quantity) -> int:
    match = _PER_OFFICER.match(text, quantity.end + 1) or _PER_AGENCY.match(text, quantity.end + 1)
    return match.end() if match else quantity.end


def _role(spot: Spot, quantity: Quantity, sums: list[Quantity]) -> Role | None:
    left, right = clause_around(spot.marked, quantity.start, quantity.end)
    if re.search(r"\bfrom\s+$", spot.text[: quantity.start]) and len(sums) > 1:
        return Role.BASELINE
    return Role.PROJECTION if _PROJECTED.search(spot.text[left:right]) else None
