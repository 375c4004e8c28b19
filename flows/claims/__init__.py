"""Text of the news -> numeric claims and policy events, by a grammar of our own.

`extraction.extract` is the entrance. The grammar reads one sentence at a time:

    text        the page as sentences, lines and lists, with offsets
    numbers     the quantities of a sentence: counts, percents, multiples, sums of money
    lexicon     the nouns and verbs of the field, and what each makes of a number
    phrases     which noun a number counts
    counts, growth, funding, polls    number + noun + context -> what is claimed
    places, dates, sourcing           where, when, who says so
    relevance   whether the page is about the program at all
    events      acts by named actors
"""
