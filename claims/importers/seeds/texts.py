"""Full texts of sources, found by the SHA-256 of their files. They are attached, never committed."""

from pathlib import Path

from ...models.source_texts import sha256
from ..errors import FileError


def read_texts(folder: Path) -> tuple[dict[str, str], list[FileError]]:
    """Return ({SHA-256: text}, faults) of the .txt files of a folder."""
    if not folder.is_dir():
        return {}, [FileError(str(folder), 0, "", "is no folder.")]
    texts, faults = {}, []
    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        try:
            texts[sha256(data)] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            faults.append(FileError(path.name, 0, "", f"is not UTF-8: {error.reason}."))
        if b"\x00" in data:
            faults.append(FileError(path.name, 0, "", "holds a null character."))
    return texts, faults
