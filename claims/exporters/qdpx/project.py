"""The published claims of a negotiation as a project of REFI-QDA: codes, sources with their texts, coded passages."""

from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from ...models import Claim, Negotiation, Source
from ...queries import Scope, read_sides
from ...rules.refi_qda import DETAILS, OF_HOLDER, OF_SPEAKER, ROOT, write_lines, write_stance
from ...rules.scales import Attribution
from ..formats import Progress

ROWS_A_FETCH = 2000

CodePath = tuple[str, ...]  # the names of a code and of the groups around it, the outermost first


class QdaSelection(NamedTuple):
    """A passage that a claim quotes, in code points of the text of its source; `coder` is a number from 1 on,
    `details` are lines of a description."""

    guid: str
    start: int
    end: int
    coder: int
    code: CodePath
    details: str


class QdaSource(NamedTuple):
    """A source with its text; `held` is false where that is made of the quotes."""

    guid: str
    source: Source
    text: str
    held: bool
    selections: list[QdaSelection]


class QdaProject(NamedTuple):
    """What an export holds: descriptions of codes by their paths, the numbers of coders, and how many claims were left
    out, which have no passage in a text."""

    title: str
    codes: dict[CodePath, str]
    sources: list[QdaSource]
    coders: list[int]
    left_out: int


def make_guid(*names: object) -> str:
    """Return the GUID of what has these names: the same at every export."""
    return str(uuid5(NAMESPACE_URL, "/".join(["stance-matrix", *map(str, names)])))


def collect_project(negotiation: Negotiation, progress: Progress) -> QdaProject:
    """Return the published claims of a negotiation as a project (a query a text)."""
    claims = (
        Claim.objects.published().filter(proposal__negotiation=negotiation).order_by("source__title", "source_id", "pk")
    )
    sources = Source.objects.in_bulk(claims.order_by().values_list("source_id", flat=True).distinct())
    codes, coders = _Codes(negotiation), _Coders()
    project = QdaProject(negotiation.title, codes.described, [], coders.numbers, 0)
    left_out = 0
    read = claims.select_related("holder", "speaker__speaks_for", "proposal__topic").defer("note", "translation")
    with progress("claims", claims.count()) as advance:
        for key, of_one in groupby(read.iterator(chunk_size=ROWS_A_FETCH), key=lambda claim: claim.source_id):
            of_source, source = list(of_one), sources[key]
            held = source.read_text()
            text, places = (held, _list_places(of_source)) if held else _join_quotes(of_source)
            selections = [
                _make_selection(claim, place, codes, coders)
                for claim, place in zip(of_source, places, strict=True)
                if place is not None
            ]
            left_out += len(of_source) - len(selections)
            if selections:
                project.sources.append(
                    QdaSource(make_guid("sources", source.slug), source, text, bool(held), selections)
                )
            advance(len(of_source))
    return project._replace(left_out=left_out)


class _Coders:
    """Those who wrote claims, by numbers from 1 on: their names do not leave."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._of_users: dict[int | None, int] = {}

    def find_number(self, user: int | None) -> int:
        if user not in self._of_users:
            self._of_users[user] = len(self.numbers) + 1
            self.numbers.append(self._of_users[user])
        return self._of_users[user]


class _Codes:
    """The codes of claims; `described` are all that any has and those around them, with their descriptions."""

    def __init__(self, negotiation: Negotiation) -> None:
        self.negotiation = negotiation
        self.sides = read_sides(Scope().day)
        self.described: dict[CodePath, str] = {}

    def choose_code(self, claim: Claim) -> CodePath:
        """Return the code that says all of a claim."""
        proposal, holder, speaker = claim.proposal, claim.holder, claim.speaker
        side = self.sides.get((holder.pk, self.negotiation.pk))
        path = self._go_in((), ROOT, "")
        path = self._go_in(path, proposal.topic.name, "")
        path = self._go_in(path, proposal.full_title or proposal.title, proposal.definition)
        said = write_lines(zip(OF_HOLDER, (holder.kind, side.name if side else ""), strict=True))
        path = self._go_in(path, holder.name, said)
        attribution = Attribution(claim.attribution).word
        path = self._go_in(path, write_stance(claim.dimension, claim.value, attribution), "")
        if speaker is None or speaker == holder:
            return path
        party = speaker.speaks_for.name if speaker.speaks_for else ""
        return self._go_in(path, speaker.name, write_lines(zip(OF_SPEAKER, (speaker.kind, party), strict=True)))

    def _go_in(self, path: CodePath, name: str, description: str) -> CodePath:
        within = (*path, name)
        self.described[within] = description
        return within


def _make_selection(claim: Claim, place: tuple[int, int], codes: _Codes, coders: _Coders) -> QdaSelection:
    guid, coder = make_guid("claims", claim.public_id), coders.find_number(claim.written_by_id)
    details = write_lines((name, _write(getattr(claim, name))) for name in DETAILS)
    return QdaSelection(guid, *place, coder, codes.choose_code(claim), details)


def _list_places(claims: list[Claim]) -> list[tuple[int, int] | None]:
    ends = ((claim.quote_start, claim.quote_end) for claim in claims)
    return [None if start is None or end is None else (start, end) for start, end in ends]


def _join_quotes(claims: list[Claim]) -> tuple[str, list[tuple[int, int] | None]]:
    """Return the quotes of claims as a text, each once, and where each claim has its own."""
    text, starts = "", dict[str, int]()
    for quote in filter(None, dict.fromkeys(claim.quote for claim in claims)):
        text = f"{text}\n\n{quote}" if text else quote
        starts[quote] = len(text) - len(quote)
    places = [(starts[c.quote], starts[c.quote] + len(c.quote)) if c.quote else None for c in claims]
    return text, places


def _write(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
