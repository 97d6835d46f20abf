"""Full texts of sources, found by the SHA-256 of their files. They are attached, never committed."""

from pathlib import Path

from ...models.source_texts import sha256
from ..errors import FileError
from ..letters import find_end, find_undecodable, replace_half_letters
from .toml_files import NOT_UTF_8


def read_texts(folder: Path) -> tuple[dict[str, str], list[FileError]]:
    """Return ({SHA-256: text}, faults) of the .txt files of a folder."""
    if not folder.is_dir():
        return {}, [FileError(str(folder), 0, "", "is no folder.")]
    texts, faults = {}, []
    for path in sorted(folder.glob("*.txt")):
        name = replace_half_letters(path.name)
        try:
            data = path.read_bytes()
            text = texts[sha256(data)] = data.decode("utf-8")
        except OSError as error:
            faults.append(FileError(name, 0, "", f"cannot be read: {error.strerror}."))
        except UnicodeDecodeError as error:
            line, letter = find_undecodable(error)
            faults.append(FileError(name, line, "", NOT_UTF_8.format(letter=letter)))
        else:
            before, null, _ = text.partition("\x00")
            if null:
                line, letter = find_end(before)
                faults.append(FileError(name, line, "", f"holds a null character, as letter {letter} of this line."))
    return texts, faults
