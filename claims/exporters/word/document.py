"""A Word file that grows paragraph by paragraph, on top of python-docx, which has no footnotes: these are a part of
their own (`word/footnotes.xml`) that is written here, with its two separators, its relationship and its two styles.

The same content gives the same bytes: the days of the file are those of its data, and the parts bear none.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.shared import Cm, Pt, RGBColor, Twips
from lxml import etree

from ...rules.xml_texts import clean
from .elements import NAMESPACE, Element, make, make_link, make_paragraph, make_run, make_table, runs_from_right

LANGUAGE = "en-GB"
MADE_BY = "Stance matrix"
LONGEST_PROPERTY = 255  # of a text in the properties of a file
SEPARATORS = {"-1": ("separator", "separator"), "0": ("continuationSeparator", "continuationSeparator")}
WIDTH, HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.2)  # A4


class WordDocument:
    """A file with a title, of a day; `wide`: its pages lie on their long side."""

    def __init__(self, title: str, day: date, *, wide: bool = False) -> None:
        self.document = Document()
        self.body = self.document.element.body
        self.footnotes = [_make_separator(number, *kinds) for number, kinds in SEPARATORS.items()]
        self.bookmarks = 0
        self.width = ((HEIGHT if wide else WIDTH) - 2 * MARGIN) // Twips(1)  # of what is written on, in twips
        _add_styles(self.document)
        _lay_out(self.document, wide)
        _describe(self.document, clean(title)[:LONGEST_PROPERTY], day)
        self.add(make_paragraph(make_run(title), style="Title", from_right=runs_from_right(title)))

    def add(self, element: Element) -> None:
        """Add a paragraph or table at the end; what lays out the pages stays last."""
        self.body.insert(len(self.body) - 1, element)

    def add_heading(self, text: str, level: int) -> None:
        self.add(make_paragraph(make_run(text), style=f"Heading{level}", from_right=runs_from_right(text)))

    def add_text(self, *runs: Element, style: str = "", with_next: bool = False) -> None:
        """Add a paragraph that runs as its text does."""
        text = "".join(text for run in runs for text in run.itertext())
        self.add(make_paragraph(*runs, style=style, from_right=runs_from_right(text), with_next=with_next))

    def add_table(self, headings: Sequence[str], rows: Iterable[Sequence[Element]]) -> None:
        self.add(make_table(headings, rows, self.width))
        self.add(make_paragraph())  # else the next table would grow into this one

    def make_footnote(self, text: str) -> Element:
        """Return the run that stands for a new footnote."""
        number = str(len(self.footnotes) - len(SEPARATORS) + 1)
        mark = make("r", make("rPr", make("rStyle", val="FootnoteReference")), make("footnoteRef"))
        self.footnotes.append(
            make("footnote", make_paragraph(mark, make_run(f" {text}"), style="FootnoteText"), id=number)
        )
        return make("r", make("rPr", make("rStyle", val="FootnoteReference")), make("footnoteReference", id=number))

    def make_bookmark(self, name: str) -> tuple[Element, Element]:
        """Return the start and the end of a place to which a link of the file leads."""
        self.bookmarks += 1
        number = str(self.bookmarks)
        return make("bookmarkStart", id=number, name=name), make("bookmarkEnd", id=number)

    def make_address(self, address: str) -> Element:
        """Return a link to an address, with it as its text."""
        link = make_link(address, "")
        link.attrib.clear()
        relationship = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relationship)
        return link

    def write(self) -> bytes:
        """Return the file."""
        part = self.document.part
        footnotes = make("footnotes", *self.footnotes)
        notes = etree.tostring(footnotes, xml_declaration=True, encoding="UTF-8", standalone=True)
        file = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes, part.package)
        part.relate_to(file, RELATIONSHIP_TYPE.FOOTNOTES)
        written = BytesIO()
        package = part.package
        PackageWriter.write(written, package.rels, package.parts)
        return _without_days(written)


def _make_separator(number: str, kind: str, tag: str) -> Element:
    return make("footnote", make_paragraph(make("r", make(tag))), id=number, type=kind)


def _add_styles(document: Any) -> None:
    """Add the styles that the template of python-docx lacks, by the names that Word has for them."""
    styles = document.styles
    styles["Normal"].font.size = Pt(10.5)
    for name, kind, size in (
        ("footnote text", WD_STYLE_TYPE.PARAGRAPH, Pt(9)),
        ("Table Text", WD_STYLE_TYPE.PARAGRAPH, Pt(8.5)),
        ("Facts", WD_STYLE_TYPE.PARAGRAPH, None),
        ("Bibliography", WD_STYLE_TYPE.PARAGRAPH, None),
    ):
        style = styles.add_style(name, kind)
        style.base_style, style.font.size = styles["Normal"], size
        style.paragraph_format.space_after = Pt(6 if name == "Bibliography" else 0)
    styles["Bibliography"].paragraph_format.left_indent = Cm(1)
    styles["Bibliography"].paragraph_format.first_line_indent = Cm(-1)
    styles["Quote"].paragraph_format.left_indent = Cm(1)
    styles["Quote"].font.italic = False
    styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER).font
    link.underline, link.color.rgb = True, RGBColor(0x0B, 0x57, 0x9F)
    for style in styles:
        ids = {"footnote text": "FootnoteText", "footnote reference": "FootnoteReference", "Table Text": "TableText"}
        if style.name in ids:
            style.element.set(f"{{{NAMESPACE}}}styleId", ids[style.name])
    for language in styles.element.iter(f"{{{NAMESPACE}}}lang"):
        language.set(f"{{{NAMESPACE}}}val", LANGUAGE)


def _lay_out(document: Any, wide: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (HEIGHT, WIDTH) if wide else (WIDTH, HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    settings = document.settings.element
    note = make("footnotePr", *(make("footnote", id=number) for number in SEPARATORS))
    before = settings.find(f"{{{NAMESPACE}}}compat")
    before.addprevious(note)  # where the schema has it


def _describe(document: Any, title: str, day: date) -> None:
    """Say what the file is and of which day; the template's own picture of it goes."""
    package = document.part.package
    for key, relationship in list(package.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    properties, moment = document.core_properties, datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties.title, properties.author, properties.last_modified_by = title, MADE_BY, MADE_BY
    properties.comments, properties.language = "", LANGUAGE
    properties.created = properties.modified = moment
    properties.revision = 1


def _without_days(written: BytesIO) -> bytes:
    """Return a package whose parts bear the first day that a package can name, not this moment."""
    again = BytesIO()
    with ZipFile(written) as parts, ZipFile(again, "w", ZIP_DEFLATED) as file:
        for name in parts.namelist():
            file.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return again.getvalue()
