"""What is said of a file from which the text of a source is to be taken: why not, and what to look at."""

from collections.abc import Sequence

from ..rules.documents import DocumentType

LARGEST_FILE = 20_000_000  # bytes
LARGEST_TEXT = 5_000_000  # bytes of the text in UTF-8; a long report has a tenth of it
MOST_PAGES = 2_000

EMPTY = "The file is empty."
TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Save the pages that you need in a file of their own."
)
TEXT_TOO_LARGE = f"Its text is larger than {LARGEST_TEXT // 1_000_000} MB: upload it in parts."
TAKES_TOO_LONG = (
    "To read this file takes too long or too much memory. Save it anew with the program that shows it, or upload its "
    "text."
)
PAGE_TAKES_TOO_LONG = (
    "To read this file takes too long: its page {page} was not reached. Save the pages that you need in a file of "
    "their own, or upload its text."
)
PAGE_UNPACKS_TOO_LARGE = (
    "Unpacked, page {page} of this file is far larger than a page is. Save the file anew, or upload its text."
)
DAMAGED_PART = (
    "The file is damaged, in {part}, line {line}, column {column}. Save it anew with the program that shows it."
)
UNPACKS_TOO_LARGE = "Unpacked, this file is far larger than a document is. Save it anew, or upload its text."
UNREADABLE = "The file is damaged, or is not what it says it is. Save it anew with the program that shows it."
NO_TEXT = "No text stands in this file."

WRONG_TYPE = (
    "This is {kind}. Texts are taken from PDF (.pdf), Word (.docx), web pages (.html) and plain text (.txt){advice}."
)
OLD_WORD = WRONG_TYPE.format(
    kind="an Office file from before 2007, or one behind a password",
    advice=": take the password off, or save it as .docx",
)
LOCKED_WORD = "The Office file is behind a password: take that off first."
MACROS = WRONG_TYPE.format(kind="a Word file with macros or a template", advice=": save it as .docx")
NULLS = "The file holds null characters, the first on line {line} at letter {letter}: it is no plain text."
BINARY = "The file is no text: it is full of signs that no text has."

LOCKED_PDF = (
    "The PDF is encrypted: against reading, or against copying. Ask for a copy without, or type the passages that you "
    "quote."
)
NO_PAGES = "The PDF has no pages."
TOO_MANY_PAGES = f"The PDF has more than {MOST_PAGES:,} pages. Save those that you need in a file of their own."
SCAN = (
    "The PDF has no text, only pictures: it is a scan. Put it through text recognition (OCR) first, and compare what "
    "comes out of it with the picture."
)
GARBLED = (
    "The PDF does not say which letters it shows, so its text comes out as nonsense. Try another copy, or put it "
    "through text recognition (OCR)."
)

NO_ENCODING = "In no encoding is this file a text."
NOT_IN_ENCODING = "The file is no text in {encoding}: on line {line}, letter {letter} is none."
WITHOUT_MARK = "The file is no text in {encoding}: it does not begin with the mark of that."
UNKNOWN_ENCODING = "Choose one of the listed encodings."

ENCODING_GUESSED = (
    "The file does not say which letters it holds. Look at the accents and quote marks, and choose another encoding if "
    "they are wrong."
)
DELETIONS_LEFT_OUT = "The file has tracked changes: what was inserted is in the text, what was deleted is not."


def write_locator(page: str) -> str:
    """Write where a quote stands, by the label of its page."""
    return f"p. {page}" if page else ""


def write_pages(pages: Sequence[str]) -> str:
    """Name some pages by their labels; of many the first ten."""
    named = ", ".join(pages[:10])
    more = f" and {len(pages) - 10} more" if len(pages) > 10 else ""
    return f"p. {named}{more}" if len(pages) == 1 else f"pp. {named}{more}"


def warn_of_empty_pages(pages: Sequence[str]) -> str:
    """Say which pages of a PDF have no text."""
    return f"Without text, empty or scanned: {write_pages(pages)}."


def warn_of_lost_pages(pages: Sequence[str]) -> str:
    """Say which pages of a PDF could not be read."""
    return f"Could not be read, and not in the text: {write_pages(pages)}."


def warn_of_garbled(letters: int) -> str:
    """Say how many letters of a text came out as signs that stand for none."""
    some = "1 letter" if letters == 1 else f"{letters:,} letters"
    return f"{some} came out as signs that stand for none: compare the text with the file."


def warn_of_left_out(words: int, taken: int) -> str:
    """Say how much of a web page is in its text."""
    return (
        f"Of about {words:,} words of the page {taken:,} are in the text: menus, comments and the like are left out. "
        "Look whether something is missing."
    )


def tell_notes(notes: int) -> str:
    """Say where the notes of a Word file stand."""
    return "1 note stands at the end of the text." if notes == 1 else f"{notes:,} notes stand at the end of the text."


LOOK_FIRST = "Look at the text below that was taken from the file. Save again to take it."
LOOK_AGAIN = "You chose something else: look at the text again. Save again to take it."
TYPE_WORDS = {
    DocumentType.PDF: "A PDF",
    DocumentType.WORD: "A Word file",
    DocumentType.WEB_PAGE: "A web page",
    DocumentType.PLAIN: "A plain text",
}


def tell_file(type_: DocumentType, pages: int, letters: int, extractor: str, version: str) -> str:
    """Say what a file is, how long its text is and by which package it was taken."""
    of_pages = "" if not pages else " of 1 page" if pages == 1 else f" of {pages:,} pages"
    by = f", taken by {extractor} {version}" if extractor else ""
    return f"{TYPE_WORDS[type_]}{of_pages}: a text of {letters:,} {'character' if letters == 1 else 'characters'}{by}."


def tell_mending(words: int, ligatures: int) -> str:
    """Say what mending a text changes; nothing where it changes nothing."""
    parts = [
        *([f"{words:,} {'word' if words == 1 else 'words'} parted at the ends of lines"] if words else []),
        *([f"{ligatures:,} {'ligature' if ligatures == 1 else 'ligatures'}"] if ligatures else []),
    ]
    return " and ".join(parts)
