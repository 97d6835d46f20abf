"""Style sheets, scripts and icons that pages need, and what style sheets need in turn."""

import re
from collections.abc import Iterator
from posixpath import splitext
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from ...whole_files import NotWritten
from .names import lead
from .pages import name_asset

_URL = re.compile(rb"""(url\(\s*|@import\s+)(["']?)([^"')\s]+)(["']?)""")


def read_assets(paths: list[str], static: str) -> Iterator[tuple[str, bytes]]:
    """Yield (file of the copy, content) of these static files and of all that they need, each once."""
    waiting, met = list(dict.fromkeys(paths)), set(paths)
    while waiting:
        path = waiting.pop(0)
        content = _read(path.removeprefix(static))
        if splitext(path)[1] == ".css":
            content, needed = _rewrite(content, path, static)
            waiting += [each for each in dict.fromkeys(needed) if each not in met]
            met.update(needed)
        yield name_asset(path, static), content


def _rewrite(sheet: bytes, path: str, static: str) -> tuple[bytes, list[str]]:
    """Return a style sheet that leads to files of the copy, and the paths of these."""
    needed = []

    def replace(match: re.Match[bytes]) -> bytes:
        address = urlsplit(urljoin(path, match[3].decode()))
        if address.scheme or address.netloc or not address.path.startswith(static):
            return match[0]
        needed.append(address.path)
        way = lead(name_asset(path, static), name_asset(address.path, static))
        fragment = f"#{address.fragment}" if address.fragment else ""
        return match[1] + match[2] + f"{way}{fragment}".encode() + match[4]

    return _URL.sub(replace, sheet), needed


def _read(name: str) -> bytes:
    """Read a static file as it was collected, or as it stands where none were."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    path = finders.find(name)
    if not path:
        raise NotWritten(f"The static file {name} is not there: run `.venv/bin/python manage.py collectstatic` first.")
    with open(path, "rb") as file:
        return file.read()
