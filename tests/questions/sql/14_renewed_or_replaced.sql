-- Agreements that were renewed or replaced, with both signing dates.
SELECT old.agency, old.state, old.replaced_how, old.support_type, old.signed, new.support_type AS new_support_type,
    new.signed AS new_signed, new.first_day AS new_first_day
FROM agreements old JOIN agreements new ON new.agreement_id = old.replaced_by
ORDER BY old.state, old.agency, old.signed
