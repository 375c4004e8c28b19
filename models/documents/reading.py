"""A document's pages -> what they say, part by part."""

from models.documents.facts import MoaFacts, MoaPages
from models.documents.names import agency_named
from models.documents.revisions import form_revision
from models.documents.signatures import signatures
from models.documents.states import state_named
from models.documents.support_types import support_type

# Raised when the rules read anything in another way: documents are then read and held again.
RULES = 2


def facts_of(moa: MoaPages) -> MoaFacts:
    """What the document says. Whatever is illegible or said in two ways is None."""
    pages = moa.texts
    model, model_evidence = support_type(pages)
    named = agency_named(pages)
    state, state_evidence = state_named(named.spellings, pages) if named else (None, "")
    revision = form_revision(pages)
    signed = signatures(pages)
    revised = f"its pages say 'Revised {revision:%m/%d/%Y}'" if revision else ""
    return MoaFacts(
        pages=moa.pages,
        layer=moa.layer,
        support_type=model,
        agency=named.name if named else None,
        state=state,
        revision=revision,
        signatories=signed.persons,
        signed=signed.days,
        evidence=tuple(filter(None, (model_evidence, named.evidence if named else "", state_evidence, revised))),
    )
