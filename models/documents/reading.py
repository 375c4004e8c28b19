"""A document's pages -> what they say, part by part."""

from models.documents.facts import MoaFacts, MoaPages
from models.documents.names import agency_named
from models.documents.revisions import form_revision
from models.documents.signatures import signatures
from models.documents.states import state_named
from models.documents.support_types import support_type
from models.vocabulary import counted

# Raised when the rules read anything in another way: documents are then read and held again.
RULES = 3
# The same rules, where OCR had its turn: a picture that was read without it is read again once it is there.
RULES_WITH_OCR = 1_000 + RULES


def facts_of(moa: MoaPages) -> MoaFacts:
    """What the document says. Whatever is illegible or said in two ways is None."""
    pages = moa.texts
    model, model_evidence = support_type(pages)
    by_ocr = bool(moa.by_ocr)
    named = agency_named(pages, by_ocr)
    state, state_evidence = state_named(named.spellings, pages, by_ocr) if named else (None, "")
    revision = form_revision(pages)
    signed = signatures(pages)
    revised = f"its pages say 'Revised {revision:%m/%d/%Y}'" if revision else ""
    recognized = f"OCR read {counted(len(moa.by_ocr), 'page')} that are pictures" if by_ocr else ""
    return MoaFacts(
        pages=moa.pages,
        layer=moa.layer,
        support_type=model,
        agency=named.name if named else None,
        state=state,
        revision=revision,
        signatories=signed.persons,
        signed=signed.days,
        evidence=tuple(
            filter(None, (recognized, model_evidence, named.evidence if named else "", state_evidence, revised))
        ),
    )
