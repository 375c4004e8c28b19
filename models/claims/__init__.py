"""Text of the news -> numeric claims and policy events, each with what decided it.

`extraction.extract` is the entrance. A page is read once, sentence by sentence, in four stages:

    mentions        the sentence with everything that the field has a word for, as typed spans: `numbers`, `multiples`,
                    `places` (`state_names`), `dates`, `named_bodies`, and the classes of
                    `data/claims/words.toml` (`words`)
    candidates      what each number may count, with its evidence and weight: `counts` goes through a sentence
                      with its noun (`phrases`, `clauses`): `counted` -> `bodies`, `counted_states`, `papers`,
                      `officers`, `people`
                      without one: `left_out` -> a trigger (`beside`, `predicates`, `changes`) and an `antecedent`
                      percents, money, polls: `growth`, `funding`, `polls`
                    where it holds: `scope` -> `near_places`, `scope_cues`, `sizes`, `money_scope`, `money_grounds`
                    when, and as which part: `timing`, `roles`
    choice          the heaviest reading, or silence; which parts are sure
    claims          the one pass that puts the above together, and what sentences leave behind (`readings`)

Acts are read beside the numbers, from the rows of `data/claims/acts`:

    act_table       the rows, their macros and the forms of their verbs (`inflection`)
    acts            which rows a sentence matches, and whether it was done, planned or denied
    actors          who did it: `act_bodies` (from `named_bodies`), under which name `actor_names`, by what the page has
                    named before `named_so_far`, whom `pronouns` mean, the page's `own_town`
    act_places      the state of a law, an order, a program, a poll, a suit
    act_dates       the day of the act, stated or told by a phrase (`act_phrases`)
    events          the one pass that puts them together

`pattern_table` reads the other tables: what a page is about, who said a number, what was polled, what a sum of money
is for, how growth and arrests are told, what a date dates, topics.

`text` cuts the page, `home` says where it is at home,
`relevance` whether it is about the program at all, `stated` has the values that come out.
"""
