"""A project → its file: the XML of the project, and a text file a source."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from ...models import Source
from ...rules.refi_qda import INTERNAL, LEVELS, NAMESPACE, PROJECT, QUOTES_ALONE, ROOT, SOURCES, VARIABLES
from ...rules.titles import shorten
from ...rules.xml_texts import clean
from ...whole_files import write_whole
from .project import CodePath, QdaProject, QdaSelection, QdaSource, make_guid

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip file: the time at which it is made is no part of it
READABLE_BY_ALL = 0o644 << 16
LONGEST_NAME = 80  # letters of what a passage is called in lists

Element = Any  # lxml has no types of its own


def write_project(project: QdaProject, path: Path) -> None:
    """Write a project to a new file; raise NotWritten where that cannot be."""
    with write_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _write_file(archive, PROJECT, etree.tostring(make_xml(project), encoding="UTF-8", xml_declaration=True))
        for source in project.sources:
            _write_file(archive, f"{SOURCES}{source.guid}.txt", source.text.encode())


def _write_file(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, FIRST_MOMENT)
    info.external_attr = READABLE_BY_ALL
    archive.writestr(info, content, ZIP_DEFLATED)


def make_xml(project: QdaProject) -> Element:
    """Return the element of a project, as the schema orders it."""
    root = etree.Element(f"{{{NAMESPACE}}}Project", {"name": clean(project.title), "origin": ROOT}, {None: NAMESPACE})
    users = _add(root, "Users") if project.coders else root
    for coder in project.coders:
        _add(users, "User", guid=make_guid("coders", coder), name=f"Coder {coder}")
    if project.codes:
        _add_codes(_add(_add(root, "CodeBook"), "Codes"), project.codes)
        variables = _add(root, "Variables")
        for name in (*VARIABLES, QUOTES_ALONE):
            _add(variables, "Variable", guid=make_guid("variables", name), name=name, typeOfVariable="Text")
        sources = _add(root, "Sources")
        for source in project.sources:
            _add_source(sources, source)
        _add_sets(root, project.codes)
    return root


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {k: clean(v) for k, v in attributes.items()})
    if text:
        element.text = clean(text)
    return element


def _add_codes(parent: Element, codes: dict[CodePath, str]) -> None:
    """Add codes within those around them; on which passages stand those that say what a holder says, or by whom."""
    elements: dict[CodePath, Element] = {(): parent}
    for path in sorted(codes, key=lambda path: (len(path), path)):
        coded = "true" if len(path) > LEVELS.index("stance") + 1 else "false"
        code = _add(elements[path[:-1]], "Code", guid=make_guid("codes", *path), name=path[-1] or "–", isCodable=coded)
        elements[path] = code
        if description := codes[path]:
            _add(code, "Description", description)


def _add_sets(root: Element, codes: dict[CodePath, str]) -> None:
    """Add a set of the codes of each holder, and of each stance: programs that search by sets find them on whatever
    proposal they are."""
    sets: dict[str, list[CodePath]] = {}
    for path in sorted(codes):
        for level in ("holder", "stance"):
            place = LEVELS.index(level) + 1
            if len(path) > LEVELS.index("stance") + 1:
                sets.setdefault(path[place], []).append(path)
    if sets:
        parent = _add(root, "Sets")
        for name, members in sets.items():
            element = _add(parent, "Set", guid=make_guid("sets", name), name=name or "–")
            for path in members:
                _add(element, "MemberCode", targetGUID=make_guid("codes", *path))


def _add_source(parent: Element, one: QdaSource) -> None:
    element = _add(
        parent,
        "TextSource",
        guid=one.guid,
        name=one.source.title,
        plainTextPath=f"{INTERNAL}{one.guid}.txt",
    )
    if not one.held:
        _add(element, "Description", "The text is not held: these are the passages that are quoted of it.")
    for selection in one.selections:
        _add_selection(element, selection, one.text)
    for name, value in _list_variables(one.source, one.held):
        variable = _add(element, "VariableValue")
        _add(variable, "VariableRef", targetGUID=make_guid("variables", name))
        _add(variable, "TextValue", value)


def _add_selection(parent: Element, selection: QdaSelection, text: str) -> None:
    coder = make_guid("coders", selection.coder)
    element = _add(
        parent,
        "PlainTextSelection",
        guid=selection.guid,
        name=shorten(" ".join(text[selection.start : selection.end].split()), LONGEST_NAME),
        startPosition=str(selection.start),
        endPosition=str(selection.end),
        creatingUser=coder,
    )
    if selection.details:
        _add(element, "Description", selection.details)
    coding = _add(element, "Coding", guid=make_guid(selection.guid, "coding"), creatingUser=coder)
    _add(coding, "CodeRef", targetGUID=make_guid("codes", *selection.code))


def _list_variables(source: Source, held: bool) -> Iterator[tuple[str, str]]:
    for name, value in _read_variables(source):
        if value:
            yield name, value
    if not held:
        yield QUOTES_ALONE, "yes"


def _read_variables(source: Source) -> Iterable[tuple[str, str]]:
    for name in VARIABLES:
        field = name.removeprefix("source_")
        value = source.slug if name == "source" else getattr(source, field)
        yield name, value.isoformat() if hasattr(value, "isoformat") else str(value or "")
