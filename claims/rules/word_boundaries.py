"""Where words of a text begin and end: a passage cut within one may say the contrary of what stands there.

“agrees” is no passage of “disagrees”, nor “expansion” of “non-expansion”, nor “5 %” of “25 %”, “2.5 %” or “−5 %”. So a
hyphen or an apostrophe between two letters belongs to their word, and to a number what stands between its digits. The
lines follow Unicode's standard annex 29, which would cut at a hyphen. A long dash stands between two words.
"""

import re
import unicodedata

from .folding import APOSTROPHES, HYPHENS, UNSEEN, drop_unseen

# Scripts written without blanks: Thai, Lao, Myanmar, Khmer, Kana, Han. Whoever reads them sees where a word ends.
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c"
    "\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_WITHIN_WORDS = f"{HYPHENS}{APOSTROPHES}·‧\u05f3\u05f4"
_WITHIN_NUMBERS = f"{_WITHIN_WORDS}.,:/\u00a0\u2009\u202f"
_SIGNS = "-−"
# How most words go on, end and begin, and how sentences and paragraphs do: told by two to four characters.
_PLAIN_WITHIN = re.compile(r"[A-Za-z0-9]{2}")
_PLAIN_END = re.compile(r"[^\W_][ \n]|[.,;:!?)]\s")
_PLAIN_START = re.compile(r"[^\W_][ \n][^\W_]|[.,;:!?)]\s[^\W_]")
_PARAGRAPH_START = re.compile(r"[\w.,;:!?)]\n\n[^\W_]")
_HERE = "\0"  # marks the place that is asked about, in a window that is read around it
_WINDOW = 40
_LONGEST_WORD = 200
# A word parted at the end of a line, the place that is asked about anywhere in it.
_PARTED = re.compile(rf"(?<=\w)({_HERE}?[-‐]{_HERE}?)[^\S\n]*({_HERE}?)[^\S\n]*\n\s*({_HERE}?)\s*(?=\w)")
_WHITE_OR_UNSEEN = re.compile(rf"(?:\s|[{UNSEEN}])+")


def is_within_word(text: str, at: int) -> bool:
    """Whether the place before character `at` lies within a word, a number or a letter with its marks."""
    if at > 0 and _PLAIN_WITHIN.match(text, at - 1):
        return True
    if _PLAIN_END.match(text, at - 1) or _PLAIN_START.match(text, max(0, at - 2)):
        return False
    if _PARAGRAPH_START.match(text, max(0, at - 3)):
        return False
    left, right = drop_unseen(text[max(0, at - _WINDOW) : at]), drop_unseen(text[at : at + _WINDOW])
    left, _, right = _PARTED.sub(r"\1\2\3", f"{left}{_HERE}{right}").partition(_HERE)
    if not left or not right:
        return False
    before, after = left[-1], right[0]
    if unicodedata.category(after)[0] == "M":
        return not before.isspace()
    if before in _SIGNS and after.isdecimal():
        return True
    if _is_of_word(before) and _is_of_word(after):
        return not (_WITHOUT_BLANKS.match(before) or _WITHOUT_BLANKS.match(after))
    return _is_joined(before, after, right[1:2]) or _is_joined(left[-2:-1], before, after)


def is_in_plain_word(text: str, start: int, end: int) -> bool:
    """Whether a passage is cut within a word of plain letters: most of what is cut, and told at once."""
    return bool((start > 0 and _PLAIN_WITHIN.match(text, start - 1)) or _PLAIN_WITHIN.match(text, end - 1))


def find_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a passage begins and ends once white space and unseen characters at its ends are left out."""
    while start < end and _WHITE_OR_UNSEEN.match(text[start]):
        start += 1
    while start < end and _WHITE_OR_UNSEEN.match(text[end - 1]):
        end -= 1
    return start, end


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a passage begins and ends at the ends of words."""
    if is_in_plain_word(text, start, end):
        return False
    start, end = find_edges(text, start, end)
    return not is_within_word(text, start) and not is_within_word(text, end)


def widen_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a passage to whole words, none longer than a word can be; leave out white space at its ends."""
    start, end = find_edges(text, start, end)
    first, last = start - _LONGEST_WORD, end + _LONGEST_WORD
    while start > first and is_within_word(text, start):
        start -= 1
    while end < last and is_within_word(text, end):
        end += 1
    return find_edges(text, start, end)


def _is_joined(first: str, between: str, second: str) -> bool:
    """Whether a sign stands between two letters or digits and makes one word or number of them."""
    if not (_is_of_word(first) and _is_of_word(second)):
        return False
    if first.isdecimal() and second.isdecimal():
        return between in _WITHIN_NUMBERS
    return between in _WITHIN_WORDS and not (_WITHOUT_BLANKS.match(first) or _WITHOUT_BLANKS.match(second))


def _is_of_word(char: str) -> bool:
    """Whether a character is a letter, a digit or a mark on one; a raised digit is the sign of a note."""
    if not char or unicodedata.decomposition(char).startswith("<super>"):
        return False
    return char.isalnum() or unicodedata.category(char)[0] == "M"
