"""What the rules know between two lists, kept so that the next list need not replay the archive.

The next list reads what every list needs and the entries that it touches, and writes those that it alters: what it
costs does not grow with the years.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from models.documents.linked import Asked, Consulted
from models.identity.partial import NotAtHandError, Part, PartialMapping, altered, is_known
from models.identity.resolve import RULES_VERSION, Resolution, resolve
from models.identity.state import RecordState, entries_from_json, entry_to_json
from models.identity.touched import Touched, Wanted, missing_of
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Rulings
from models.record.asking.moas.behind_links import behind
from models.record.batches import batches
from models.record.tables.checkpoint import AskedDocument, Checkpoint, KnownEntry
from models.record.writing.lists.writing import insert_rows, table_of

_NOTHING = RecordState()


def goes_on_after(session: Session, snapshot_id: str) -> bool:
    """Whether the last state that these rules kept is the one after that list."""
    kept = session.exec(select(Checkpoint.snapshot_id, Checkpoint.rules_version)).first()
    return kept is not None and tuple(kept) == (snapshot_id, RULES_VERSION)


@dataclass(slots=True)
class Memory:
    """The state after the last list, of which what lists touched is at hand."""

    state: RecordState = _NOTHING
    _written: RecordState = _NOTHING  # the state as the record has it
    _asked: dict[Asked, str] = field(default_factory=dict)  # of documents, and not written yet

    @classmethod
    def after(cls, session: Session, snapshot_id: str, in_force: Sequence[Placement]) -> "Memory | None":
        """The memory after that list. None where the kept one is after another list, by other rules or in an old
        format. `in_force` is the participating list in the order of `keep`."""
        kept = session.get(Checkpoint, 1, populate_existing=True)
        if kept is None or (kept.snapshot_id, kept.rules_version) != (snapshot_id, RULES_VERSION):
            return None
        try:
            live = RecordState.from_json(zlib.decompress(kept.state))
            numbers = json.loads(zlib.decompress(kept.rows))
            rows = dict(sorted(zip(numbers, in_force, strict=True)))
        except (ValueError, zlib.error):
            return None
        state = replace(live, participating=replace(live.participating, rows=rows))
        state = state.with_entries({part: PartialMapping(part) for part in Part})
        return cls(state, state)

    def resolve(self, session: Session, incoming: IncomingList, rulings: Rulings) -> Resolution:
        """Fold one list into the state. The rules run again where they ask for an entry that nobody thought of."""
        if isinstance(self.state.agreements, PartialMapping):
            self._fetch_touched(session, incoming, rulings)
        documents = Consulted(partial(behind, session), self._asked)
        while True:
            try:
                resolution = resolve(self.state, incoming, rulings, documents)
            except NotAtHandError as asked:
                if is_known(getattr(self.state, asked.part), asked.key):
                    raise  # it was at hand, and the rules lost it: asking for ever would not help
                self._fetch(session, {asked.part: {asked.key}})
                continue
            self.state = resolution.state
            return resolution

    def keep(self, session: Session, snapshot_id: str, in_force: Iterable[Placement]) -> None:
        """Write what lists altered. `in_force` has the rows of the participating list in an order that the record can
        tell."""
        number_of = {id(placement): row for row, placement in self.state.participating.rows.items()}
        numbers = json.dumps([number_of[id(placement)] for placement in in_force]).encode()
        live = self.state.without_entries()
        live = replace(live, participating=replace(live.participating, rows={}))
        session.exec(delete(Checkpoint))
        session.add(
            Checkpoint(
                snapshot_id=snapshot_id,
                rules_version=RULES_VERSION,
                state=zlib.compress(live.to_json().encode(), level=1),  # a tenth of the size for a tenth of the time
                rows=zlib.compress(numbers, level=1),
            )
        )
        session.flush()
        if self._written is _NOTHING:
            session.exec(delete(KnownEntry))
            session.exec(delete(AskedDocument))
        for part in Part:
            self._write(session, part)
        self._note_asked(session)
        self._written = self.state

    def _note_asked(self, session: Session) -> None:
        again = [{"of_link": link, "of_at": at} for link, at in self._asked]
        if again:
            table = table_of(AskedDocument)
            one = sa.delete(table).where(table.c.link == sa.bindparam("of_link"), table.c.at == sa.bindparam("of_at"))
            session.connection().execute(one, again)
        rows = ({"link": link, "at": at, "answer": answer} for (link, at), answer in self._asked.items())
        insert_rows(session, AskedDocument, rows)
        self._asked.clear()

    def _write(self, session: Session, part: Part) -> None:
        written = getattr(self._written, part)
        new, gone = altered(written, getattr(self.state, part))
        # A rule may set an entry that it never asked for; only a whole state tells that the record has none.
        replaced = new if isinstance(written, PartialMapping) else new.keys() & written.keys()
        for keys in batches(_key(part, key) for key in (*replaced, *gone)):
            session.exec(delete(KnownEntry).where(col(KnownEntry.key).in_(keys)))
        rows = ({"key": _key(part, key), "value": entry_to_json(part, value)} for key, value in new.items())
        insert_rows(session, KnownEntry, rows)

    def _fetch_touched(self, session: Session, incoming: IncomingList, rulings: Rulings) -> None:
        touched = Touched(self.state, incoming, rulings)
        while missing := missing_of(self.state, touched.wanted(self.state)):
            self._fetch(session, missing)

    def _fetch(self, session: Session, wanted: Wanted) -> None:
        found = _entries(session, (_key(part, key) for part, keys in wanted.items() for key in keys))
        self.state = _with_fetched(self.state, wanted, found)
        self._written = _with_fetched(self._written, wanted, found)


def _with_fetched(state: RecordState, keys: Wanted, found: Mapping[Part, Mapping[str, Any]]) -> RecordState:
    return state.with_entries(
        {part: getattr(state, part).with_fetched(keys[part], found.get(part, {})) for part in keys}
    )


def _entries(session: Session, keys: Iterable[str]) -> dict[Part, dict[str, Any]]:
    texts: dict[Part, dict[str, str]] = {}
    for some in batches(keys):
        stored = select(KnownEntry.key, KnownEntry.value).where(col(KnownEntry.key).in_(some))
        for name, value in session.connection().execute(stored):
            part, _, key = name.partition(" ")
            texts.setdefault(Part(part), {})[key] = value
    return {
        part: dict(zip(entries, entries_from_json(part, entries.values()), strict=True))
        for part, entries in texts.items()
    }


def _key(part: Part, key: str) -> str:
    return f"{part} {key}"
