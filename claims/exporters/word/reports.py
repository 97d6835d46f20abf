"""A list of claims, a proposal or the matrix as a Word file: what it is, the positions as tables, the claims with their
quotes and footnotes, the bibliography.

A file holds so many claims and rows as people read on paper; where there are more it says so, and which files hold
all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.http import content_disposition_header

from ...models import Claim, Source
from ...rules.chicago_bibliography import write_bibliography_entry
from ...rules.citations import write_cited_claim, write_note
from ...rules.folding import isolate
from ...wording.conditions import write_condition
from ...wording.days import format_day
from ..formats import Download
from . import EXTENSION
from .document import WordDocument
from .elements import Element, make_link, make_paragraph, make_run, runs_from_right

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_CLAIMS = 1000
MOST_ROWS = 200  # of the matrix

MakeAddress = Callable[[str], str]  # a path → its whole address
Tell = Callable[[Claim], str]  # a claim → a sentence
# Of each proposal (id) what is said above its claims.
Sentences = dict[int, list[str]]


class Face(NamedTuple):
    """A cell of a table of positions: its text, and the claim (public id) to which it leads."""

    text: str
    claim: str = ""


class PositionsTable(NamedTuple):
    """A table of positions; `caption` stands above it."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Face]]


class WordReport(NamedTuple):
    """What a file holds. `facts` are (what, its text) of the head, without the address, `left_out` says what a file of
    this size cannot hold, `about` stands below the head, `of_proposals` above the claims of each."""

    title: str
    name: str
    day: date
    facts: Sequence[tuple[str, str]]
    address: str
    tables: Sequence[PositionsTable]
    claims: Sequence[Claim]
    left_out: str = ""
    about: Sequence[str] = ()
    of_proposals: Sentences = {}  # noqa: RUF012  # never written to
    wide: bool = False


def cut_claims(claims: Sequence[Claim]) -> tuple[Sequence[Claim], str]:
    """Return as many claims as a file holds, and the sentence that says so where there are more."""
    if len(claims) <= MOST_CLAIMS:
        return claims, ""
    return claims[:MOST_CLAIMS], f"This file holds the first {MOST_CLAIMS:,} claims. Excel and CSV hold all of them."


def list_positions(claims: Iterable[Claim]) -> PositionsTable:
    """Return the table of what each claim of a list says."""
    headings = ("Holder", "Proposal", "Dimension", "Says", "Whose words", "Said on", "Claim")
    rows = [
        (
            Face(claim.holder.name),
            Face(claim.proposal.title),
            Face(claim.get_dimension_display()),
            Face(_write_value(claim)),
            Face(claim.attribution_word.word),
            Face(format_day(claim.said_on)),
            Face(claim.public_id, claim.public_id),
        )
        for claim in claims
    ]
    return PositionsTable("", headings, rows)


def make_report_download(report: WordReport, make_address: MakeAddress, tell: Tell) -> Download:
    """Return the Download of a report, which is small enough to be written whole."""
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Content-Disposition": content_disposition_header(True, f"{report.name}.{EXTENSION}") or "",
    }
    return Download(headers, iter([write_report(report, make_address, tell)]))


def write_report(report: WordReport, make_address: MakeAddress, tell: Tell) -> bytes:
    """Write a report; `tell` says what a claim comes to."""
    file = WordDocument(report.title, report.day, wide=report.wide)
    for heading, text in report.facts:
        file.add_text(make_run(f"{heading}: ", bold=True), make_run(text), style="Facts")
    file.add(make_paragraph(make_run("Address: ", bold=True), file.make_address(report.address), style="Facts"))
    file.add(make_paragraph(style="Facts"))
    if report.left_out:
        file.add_text(make_run(report.left_out, bold=True))
    for sentence in report.about:
        file.add_text(make_run(sentence))
    held = {claim.public_id for claim in report.claims}
    file.add_heading("Positions", 1)
    if not any(table.rows for table in report.tables):
        file.add_text(make_run("There are none."))
    for table in report.tables:
        _add_table(file, table, held)
    file.add_heading("Claims", 1)
    if not report.claims:
        file.add_text(make_run("There are none."))
    _add_claims(file, report, make_address, tell)
    _add_bibliography(file, (claim.source for claim in report.claims))
    return file.write()


def _add_table(file: WordDocument, table: PositionsTable, held: set[str]) -> None:
    if not table.rows:
        return
    if table.caption:
        file.add_text(make_run(table.caption), style="Caption")
    file.add_table(table.headings, (tuple(_draw(face, held) for face in row) for row in table.rows))


def _draw(face: Face, held: set[str]) -> Element:
    return make_link(face.text, _name_place(face.claim)) if face.claim in held else make_run(face.text)


def _add_claims(file: WordDocument, report: WordReport, make_address: MakeAddress, tell: Tell) -> None:
    """Add the claims below their proposals, which come in the order of their first claims."""
    places: dict[int, int] = {}
    for claim in report.claims:
        places.setdefault(claim.proposal_id, len(places))
    in_order = sorted(report.claims, key=lambda claim: places[claim.proposal_id])
    for proposal, of_proposal in groupby(in_order, key=lambda claim: claim.proposal):
        file.add_heading(proposal.title, 2)
        for sentence in report.of_proposals.get(proposal.pk, ()):
            file.add_text(make_run(sentence))
        for claim in of_proposal:
            _add_claim(file, claim, make_address, tell)


def _add_claim(file: WordDocument, claim: Claim, make_address: MakeAddress, tell: Tell) -> None:
    """Add what a claim says, and its quote with its reference as a footnote."""
    start, end = file.make_bookmark(_name_place(claim.public_id))
    said = f" {_write_word(claim)}; {claim.attribution_word.word}, {format_day(claim.said_on)}."
    note = write_note(claim.source.get_cited_work(), claim.locator)
    address = make_address(claim.get_absolute_url())
    footnote = file.make_footnote(write_cited_claim(note, claim.public_id, claim.version, address))
    sentence = make_run(tell(claim), bold=True)
    if not claim.quote:
        file.add_text(start, sentence, end, make_run(said), footnote)
        return
    file.add_text(start, sentence, end, make_run(said), with_next=True)
    quote = make_run(f"“{claim.quote}”", language=claim.language)
    file.add(make_paragraph(quote, footnote, style="Quote", from_right=runs_from_right(claim.quote)))
    if claim.translation:
        told = make_run("Translation: ", italic=True), make_run(f"“{claim.translation}”", language="en")
        file.add(make_paragraph(*told, style="Quote"))
    if claim.argument:
        file.add_text(make_run("Because: ", italic=True), make_run(claim.argument))


def _add_bibliography(file: WordDocument, sources: Iterator[Source]) -> None:
    once = {source.pk: source for source in sources}
    entries = [(write_bibliography_entry(source.get_cited_work()), source.language) for source in once.values()]
    if not entries:
        return
    file.add_heading("Bibliography", 1)
    for entry, language in sorted(entries, key=lambda each: (each[0].strip("“⁨").casefold(), each[1])):
        file.add_text(make_run(entry, language=language), style="Bibliography")


def _write_value(claim: Claim) -> str:
    """Say what a claim says, and on what condition."""
    return " ".join(filter(None, (_write_word(claim), claim.conditions and write_condition(claim.conditions))))


def _write_word(claim: Claim) -> str:
    """Write the word of a claim's value with its sign and number, its terms, and the words that took no stance."""
    word = " ".join(filter(None, (claim.value_word.word, claim.value_text and f"({claim.value_text})", claim.terms)))
    label = f"“{isolate(claim.label)}”" if claim.label else ""
    return ", ".join(filter(None, (word, label)))


def _name_place(public_id: str) -> str:
    return f"claim_{public_id}".replace("-", "_")
