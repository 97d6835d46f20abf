"""The XML of a project of REFI-QDA → its codes, users, texts and coded passages, with every fault by line and GUID."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from ...rules.folding import write_name
from ...rules.refi_qda import NAMESPACE, PROJECT
from ..errors import FileErrors, ImportFailed, count_lines
from .archive import ProjectArchive, UnreadableText, refuse
from .places import choose_places

_TAG = f"{{{NAMESPACE}}}"
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.IGNORECASE)
_PLACE = re.compile(r"[0-9]{1,10}")
# Elements that hold a text with passages, by the one that is a source.
TEXTS = {"TextSource": "", "PDFSource": "Representation", "PictureSource": "TextDescription"}

DTD = "The project declares a document type (DTD), which could name files or grow without end: no program needs one."
OTHER_ROOT = "The root is {tag}, not a Project of REFI-QDA 1.0 ({namespace})."
CODEBOOK = "This is a codebook alone: export the project, which has the passages too."

Element = Any  # lxml has no types of its own


class QdaCode(NamedTuple):
    """A code: its name after those of the codes around it."""

    path: tuple[str, ...]
    description: str
    line: int


class QdaPassage(NamedTuple):
    """A selection in a text, with what it is coded with by one user; places are those of the text that is read."""

    guid: str
    line: int
    start: int
    end: int
    user: str
    codes: tuple[str, ...]
    description: str


class QdaText(NamedTuple):
    """A source with its text and its variables by name."""

    guid: str
    line: int
    title: str
    text: str
    variables: dict[str, str]
    passages: list[QdaPassage]


class QdaFile(NamedTuple):
    """What a project holds; `others` is how many sources have no text, as pictures, sounds and films."""

    origin: str
    codes: dict[str, QdaCode]
    texts: list[QdaText]
    others: int


def _name_file(source: Element) -> str:
    """Return what the file of a text is called, for sources without a name, which the standard allows."""
    return write_name(source.get("plainTextPath", "").rpartition("/")[2].rpartition(".")[0])


def read_qdpx(path: Path) -> QdaFile:
    """Read a project file; raise ImportFailed with every fault."""
    with ProjectArchive(path) as archive:
        root = _parse(archive.read_project())
        return _ProjectReading(root, archive).read()


def _parse(raw: bytes) -> Element:
    """Return the root of a project: nothing that its XML names is fetched, and nothing in it grows."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start + 1}), as the standard asks."
        raise refuse(PROJECT, reason, count_lines(raw[: error.start])) from None
    before = _BEFORE_ROOT.match(text)
    if before and text.startswith("<!", before.end()):
        raise refuse(PROJECT, DTD, 1 + text.count("\n", 0, before.end()))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise refuse(PROJECT, f"This is no XML: {error.msg}.", error.lineno or 0) from None
    if root.tag != f"{_TAG}Project":
        name = etree.QName(root)
        reason = (
            CODEBOOK if name.localname == "CodeBook" else OTHER_ROOT.format(tag=name.localname, namespace=NAMESPACE)
        )
        raise refuse(PROJECT, reason, root.sourceline or 0)
    return root


class _ProjectReading:
    def __init__(self, root: Element, archive: ProjectArchive) -> None:
        self.root, self.archive = root, archive
        self.faults = FileErrors(PROJECT)
        self.guids: dict[str, int] = {}

    def read(self) -> QdaFile:
        users = {self._take_guid(user): user.get("name", "") for user in self.root.iterfind(f"{_TAG}Users/{_TAG}User")}
        codes = dict(self._read_codes(self.root.iterfind(f"{_TAG}CodeBook/{_TAG}Codes/{_TAG}Code"), ()))
        variables = {
            self._take_guid(one): one.get("name", "") for one in self.root.iterfind(f"{_TAG}Variables/{_TAG}Variable")
        }
        texts, others = [], 0
        for source in self.root.iterfind(f"{_TAG}Sources/*"):
            within = TEXTS.get(etree.QName(source).localname)
            holder = source if within == "" else source.find(f"{_TAG}{within}") if within else None
            if holder is None:
                others += 1
            elif text := self._read_text(source, holder, users, codes, variables):
                texts.append(text)
        if self.faults.total:
            raise ImportFailed(self.faults.sort_by_line(), self.faults.total)
        return QdaFile(self.root.get("origin", ""), codes, texts, others)

    def _add_fault(self, element: Element, reason: str) -> None:
        guid = element.get("guid") or element.get("targetGUID") or ""
        place = f"{etree.QName(element).localname} {guid[:40]}".strip()
        self.faults.add(element.sourceline or 0, place, reason)

    def _take_guid(self, element: Element) -> str:
        """Return the GUID of an element, in one spelling; empty where it has a fault."""
        match = _GUID.fullmatch(element.get("guid", "").strip())
        if match is None:
            self._add_fault(element, f"“{element.get('guid', '')[:80]}” is no GUID.")
            return ""
        guid = match[1].lower()
        if guid in self.guids:
            self._add_fault(element, f"The GUID stands twice: line {self.guids[guid]} has it too.")
        self.guids[guid] = element.sourceline or 0
        return guid

    def _refer(self, element: Element, attribute: str = "targetGUID") -> str:
        match = _GUID.fullmatch((element.get(attribute) or "").strip())
        return match[1].lower() if match else ""

    def _read_codes(self, elements: Iterator[Element], within: tuple[str, ...]) -> Iterator[tuple[str, QdaCode]]:
        for element in elements:
            name = write_name(element.get("name", ""))
            if not name:
                self._add_fault(element, "The code has no name.")
            path = (*within, name)
            description = (element.findtext(f"{_TAG}Description") or "").strip()
            yield self._take_guid(element), QdaCode(path, description, element.sourceline or 0)
            yield from self._read_codes(element.iterfind(f"{_TAG}Code"), path)

    def _read_text(
        self,
        source: Element,
        holder: Element,
        users: dict[str, str],
        codes: dict[str, QdaCode],
        variables: dict[str, str],
    ) -> QdaText | None:
        guid, title = self._take_guid(source), write_name(source.get("name", "")) or _name_file(holder)
        if holder is not source:
            self._take_guid(holder)
        selections = holder.findall(f"{_TAG}PlainTextSelection")
        if not selections:
            return QdaText(guid, source.sourceline or 0, title, "", {}, [])
        if not title:
            self._add_fault(source, "The source has no name.")
        text = self._load_text(holder)
        if text is None:
            return None
        spans = [self._read_span(element) for element in selections]
        named = [(*span, element.get("name", "")) for span, element in zip(spans, selections, strict=True) if span]
        places = choose_places(text, named)
        passages: list[QdaPassage] = []
        for element, span in zip(selections, spans, strict=True):
            if span is None:
                continue
            start, end = places.find_place(span[0]), places.find_place(span[1])
            if start is None or end is None:
                self._add_fault(element, f"The places {span[0]} to {span[1]} are none of its text ({places.length}).")
                continue
            passages += self._read_passages(element, start, end, users, codes)
        return QdaText(guid, source.sourceline or 0, title, places.text, self._read_values(source, variables), passages)

    def _load_text(self, holder: Element) -> str | None:
        """Return the text of a source, None where it has a fault."""
        content, address = holder.findtext(f"{_TAG}PlainTextContent"), holder.get("plainTextPath", "")
        if content is not None and not address:
            return str(content)
        if not address:
            self._add_fault(holder, "It has passages, and neither a plainTextPath nor a PlainTextContent.")
            return None
        try:
            return self.archive.read_text(address)
        except UnreadableText as unreadable:
            self._add_fault(holder, str(unreadable))
            return None

    def _read_span(self, element: Element) -> tuple[int, int] | None:
        start, end = element.get("startPosition", ""), element.get("endPosition", "")
        if not (_PLACE.fullmatch(start) and _PLACE.fullmatch(end) and int(start) < int(end)):
            self._add_fault(element, f"startPosition “{start[:40]}” and endPosition “{end[:40]}” are no passage.")
            return None
        return int(start), int(end)

    def _read_passages(
        self, element: Element, start: int, end: int, users: dict[str, str], codes: dict[str, QdaCode]
    ) -> Iterator[QdaPassage]:
        """Yield a selection once for each user who coded it."""
        guid, by_user = self._take_guid(element), dict[str, list[str]]()
        for coding in element.iterfind(f"{_TAG}Coding"):
            self._take_guid(coding)
            reference = coding.find(f"{_TAG}CodeRef")
            code = "" if reference is None else self._refer(reference)
            if code not in codes:
                self._add_fault(coding, f"There is no code {code or '(CodeRef is missing)'} in the codebook.")
                continue
            user = self._refer(coding, "creatingUser") or self._refer(element, "creatingUser")
            if user and user not in users:
                self._add_fault(coding, f"There is no user {user}.")
            by_user.setdefault(users.get(user, ""), []).append(code)
        description = element.findtext(f"{_TAG}Description") or ""
        for user, coded in by_user.items():
            yield QdaPassage(guid, element.sourceline or 0, start, end, user, tuple(coded), description)

    def _read_values(self, source: Element, variables: dict[str, str]) -> dict[str, str]:
        values = {}
        for value in source.iterfind(f"{_TAG}VariableValue"):
            reference = value.find(f"{_TAG}VariableRef")
            name = variables.get(self._refer(reference), "") if reference is not None else ""
            texts = [child.text or "" for child in value if child is not reference]
            if name and texts:
                values[name] = texts[0].strip()
        return values
