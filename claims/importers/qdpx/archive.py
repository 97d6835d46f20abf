"""The file of a project, opened with care: nothing is unpacked but the project and the texts that it names."""

import re
import stat
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZipFile, ZipInfo

from ...rules.refi_qda import INTERNAL, PROJECT, SOURCES
from ..errors import FileError, FileErrors, ImportFailed
from ..packed_files import UNREADABLE, refuse_packed

LARGEST_PROJECT, LARGEST_TEXT, LARGEST_TEXTS = 200_000_000, 20_000_000, 500_000_000  # bytes, the last of all texts
MOST_FILES = 20_000
SMALL = 1_000_000  # what is no larger may be packed as it likes
_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)


def refuse(file: str, reason: str, line: int = 0, field: str = "") -> ImportFailed:
    return ImportFailed([FileError(file, line, field, reason)], 1)


class UnreadableText(Exception):
    """A text that a project names and that cannot be had; the text says why."""


class ProjectArchive:
    """A project file whose paths stay within it; raise ImportFailed where it is none."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.left = LARGEST_TEXTS
        try:
            self.zip = ZipFile(path)
        except UNREADABLE:
            raise refuse(path.name, "is no zip file, or it is damaged.") from None
        try:
            self.files = self._list_files()
        except BaseException:
            self.zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.zip.close()

    def read_project(self) -> bytes:
        """Return the XML of the project; raise ImportFailed where it cannot be read."""
        info = self.files.get(PROJECT)
        if info is None:
            raise refuse(self.name, f"holds no {PROJECT}: it is no project of REFI-QDA.")
        try:
            return self._read(info, LARGEST_PROJECT)
        except UnreadableText as unreadable:
            raise refuse(PROJECT, str(unreadable)) from None

    def read_text(self, address: str) -> str:
        """Return the text at an address such as “internal://a.txt”; raise UnreadableText where there is none."""
        name = address[len(INTERNAL) :] if address.lower().startswith(INTERNAL) else address
        if _SCHEME.match(name) or "/" in name or "\\" in name or name in ("", ".", ".."):
            raise UnreadableText(
                f"“{address[:120]}” lies outside of the file: texts are read from its {SOURCES} alone."
            )
        info = self.files.get(f"{SOURCES}{name}".lower())
        if info is None:
            raise UnreadableText(f"There is no file {SOURCES}{name[:120]}.")
        raw = self._read(info, LARGEST_TEXT)
        self.left -= len(raw)
        if self.left < 0:
            raise UnreadableText(f"The texts together are larger than {LARGEST_TEXTS:,} bytes.")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableText(f"{info.filename} is not UTF-8 (byte {error.start + 1}).") from None
        if "\x00" in text:
            raise UnreadableText(f"{info.filename} holds a null character, which no text may have.")
        return text

    def _list_files(self) -> dict[str, ZipInfo]:
        """Return the files by their names in small letters; raise ImportFailed where one has no place within."""
        infos = self.zip.infolist()
        if len(infos) > MOST_FILES:
            raise refuse(self.name, f"holds more than {MOST_FILES:,} files.")
        faults, files = FileErrors(self.name), dict[str, ZipInfo]()
        for info in infos:
            name = info.filename.lower()
            if reason := _say_what_is_odd(info):
                faults.add(0, info.filename[:120], reason)
            elif name in files:
                faults.add(0, info.filename[:120], "is there twice.")
            files[name] = info
        if faults.total:
            raise ImportFailed(faults.sort_by_line(), faults.total)
        return files

    def _read(self, info: ZipInfo, largest: int) -> bytes:
        if reason := refuse_packed(info, largest, SMALL, of="text"):
            raise UnreadableText(f"{info.filename} {reason}")
        try:
            with self.zip.open(info) as packed:
                raw = packed.read(info.file_size + 1)
        except UNREADABLE:
            raise UnreadableText(f"{info.filename} is damaged.") from None
        if len(raw) > info.file_size:
            raise UnreadableText(f"{info.filename} is larger than the archive says.")
        return raw


def _say_what_is_odd(info: ZipInfo) -> str:
    parts = info.filename.split("/")
    if "\\" in info.filename or ":" in parts[0] or not parts[0] or ".." in parts:
        return "has a path that leads out of the file."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, and no file."
    return ""
