"""A release → `CITATION.cff`: how it is cited, in the Citation File Format 1.2.0 (citation-file-format.github.io).

The file is YAML. Each text is written as JSON has it, which YAML reads alike whatever is in the text.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .citations import split_authors

MESSAGE = "Please cite this data set with the number of its release."


class CitedRelease(NamedTuple):
    """What a citation file says of a release; `creators` are “Family, Given” or organisations, separated by
    semicolons, `licence` is its SPDX identifier."""

    title: str
    creators: str
    abstract: str
    version: int
    released_on: date
    address: str
    licence: str
    sha256: str


def write_citation_file(release: CitedRelease) -> str:
    return "".join(f"{line}\n" for line in _list_lines(release))


def _list_lines(release: CitedRelease) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_write(MESSAGE)}"
    yield "type: dataset"
    yield f"title: {_write(release.title)}"
    yield "authors:"
    for family, given in split_authors(release.creators):
        if given:
            yield f"  - family-names: {_write(family)}"
            yield f"    given-names: {_write(given)}"
        else:
            yield f"  - name: {_write(family)}"
    yield f"abstract: {_write(release.abstract)}"
    yield f"version: {_write(str(release.version))}"
    yield f"date-released: {_write(release.released_on.isoformat())}"
    yield f"url: {_write(release.address)}"
    yield f"license: {release.licence}"
    yield "identifiers:"
    yield "  - type: other"
    yield f"    value: {_write(f'sha256:{release.sha256}')}"
    yield f"    description: {_write('SHA-256 of its data package')}"


def _write(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
