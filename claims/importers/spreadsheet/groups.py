"""The sides and topics that a file names, by slug and name."""

from typing import Any

from ...rules.folding import write_name
from ...wording.exchange import RowError
from .descriptions import Descriptions, Misnamed, Said, Saying, choose_slug, is_slug, refuse_too_long
from .names import IMPORTED, NameIndex, UnknownName


def find_or_add_group(
    descriptions: Descriptions, index: NameIndex[Any], ref: Said, name: Said, line: int, may_add: bool
) -> int | None:
    """Return the key of a side or topic, made outside the negotiation where `may_add`; None where there is none.

    `ref` is its slug or name, `name` its name besides; one of them is given. Raise Misnamed.
    """
    if not ref.text:
        ref, name = name, Said("", "")
    text, name_text = write_name(ref.text), write_name(name.text)
    cells = {"ref": ref._replace(text=text), "name": name._replace(text=name_text)}
    key = descriptions.find(index, cells, line)
    says = [Saying(name.column, "name", name_text, name_text)] if name_text else []
    if key is not None:
        descriptions.compare(index, key, says, line)
        return key
    if not may_add:
        return None
    given = name_text or text
    said = Saying(name.column if name_text else ref.column, "name", given, given)
    refuse_too_long(index.model, [said])
    try:
        key = index.add(given, given, slug=choose_slug(text, name_text) if name_text else "", name=given)
    except UnknownName as unknown:
        raise Misnamed([RowError(said.column, str(unknown))]) from None
    descriptions.remember(index, key, says or ([] if is_slug(text) else [said]), line)
    return key


def find_or_add_imported(index: NameIndex[Any]) -> int:
    """Return the key of the side or topic of what a file gives none."""
    key = index.find(IMPORTED)
    return index.add(IMPORTED, IMPORTED, name=IMPORTED) if key is None else key
