"""Text of the news -> numeric claims and policy events, by a grammar of our own.

`extraction.extract` is the entrance. The grammar reads one sentence at a time:

    text                    the page as sentences, lines and lists, with offsets
    numbers, multiples      the quantities of a sentence: counts, percents, multiples, sums of money
    lexicon                 the nouns and verbs of the field, and what each makes of a number
    phrases                 which noun a number counts, and its clause
    counts                  number + noun + context -> what is counted; by noun in `bodies`, `papers`, `people`
    training                how far the training of officers has come
    elided, series, totals, carried, referring    numbers without their noun
    growth, funding, polls  percents and multiples, sums of money, shares of people polled
    scope, money_scope, timing, sourcing  where, when, in which role, and who says so
    places, gazetteer, dates, terms    the places and dates that those need
    home, nationwide, nearby    the place that a page or a number assumes, and the place beside a number
    claims                  the one pass over a page that puts the above together
    acts, measures          what agencies did, what governments, courts and pollsters did
    events                  acts with their actor (`actors`), place (`act_places`) and date
    relevance               whether the page is about the program at all
"""
