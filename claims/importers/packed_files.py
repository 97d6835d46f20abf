"""The files of an archive, looked at before any is unpacked: encrypted, too large, or packed as no such file is."""

from struct import error as StructError
from zipfile import BadZipFile, ZipInfo
from zlib import error as ZlibError

# What zipfile and what unpacks for it raise over an archive that is damaged, or is none.
UNREADABLE = (
    *(BadZipFile, StructError, UnicodeDecodeError, ZlibError),
    *(EOFError, NotImplementedError, OSError, RuntimeError),
)
MOST_PACKED = 300  # times smaller than it is: no text, table or workbook packs so well


def is_encrypted(info: ZipInfo) -> bool:
    return bool(info.flag_bits & 0x1)


def count_times_packed(info: ZipInfo, small: int) -> int:
    """Return how many times smaller than it is a file is packed, where that is too often; 0 where it may be so, as what
    has no more than `small` bytes."""
    if info.file_size <= max(small, MOST_PACKED * max(info.compress_size, 1)):
        return 0
    return info.file_size // max(info.compress_size, 1)


def refuse_packed(info: ZipInfo, largest: int, small: int, of: str) -> str:
    """Return why a file is not unpacked, empty where it may be; `of` is what packs as this one does not."""
    if is_encrypted(info):
        return "is encrypted."
    if info.file_size > largest:
        return f"is larger than {largest:,} bytes."
    if count_times_packed(info, small):
        return f"is packed to less than a {MOST_PACKED}th of its size, as no {of} is."
    return ""
