"""How many sentences a passage has, in any script: enough to tell a sentence or two from a paragraph.

A full stop ends no sentence after a letter by itself (“U.S.”, “т. е.”), after a known abbreviation, or before a small
letter; dots in a row (“…”) end none. In doubt there is one sentence fewer, since what it counts for is a warning.
"""

import re
import unicodedata

MOST_SENTENCES = 2  # of a quote

# Marks that need no blank after them, and those that do.
_CLOSE_MARKS = "。！？｡．"
_MARKS = ".!?؟।։።۔"
_AFTER = "\"'”’»›“)\\]」』）"  # closes what was opened before
_BEFORE = "\"'“„«‹‘(\\[¿¡—–\\-"  # opens a sentence, or stands before it
_END = re.compile(
    rf"(?P<marks>[{_MARKS}…]+)[{_AFTER}]*(?=\s[{_BEFORE}\s]*(?P<next>\S)|\s*$)|[{_CLOSE_MARKS}]+[{_AFTER}]*"
)
_LAST_WORD = re.compile(r"[^\s\"'“”„«»‘’(\[]+$")
_BY_ITSELF = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # U.S, e.g, т.е, J
# Abbreviations before a name or a word, whatever its first letter; those before a number only; months, after a day.
_BEFORE_WORDS = """
mr mrs ms dr prof rev hon gen lt col capt maj sgt cmdr adm amb sen rep gov pres messrs st mt ft jr sr vs cf al inc ltd
co corp dept approx viz mme mlle mgr hr fr frl bzw ca vgl usw ggf sra srta гг им ул акад проф тов руб тыс млн млрд гл
см ред пр
"""
_BEFORE_NUMBERS = """
jan feb mar apr jun jul aug sep sept oct nov dec no nos nr art arts sec sect ch par para paras p pp vol fig abs ст стр
янв февр апр авг сент окт нояб дек п пп рис
"""
_MONTHS = "januar jänner februar märz april mai juni juli august september oktober november dezember"
_WORDS_AHEAD, _NUMBER_AHEAD, _OF_DAYS = (
    frozenset(words.split()) for words in (_BEFORE_WORDS, _BEFORE_NUMBERS, _MONTHS)
)
_WORD = re.compile(r"\s*(\w+)")


def count_sentences(text: str) -> int:
    """Return how many sentences a text has: 0 where it has no letter."""
    number, begin = 0, 0
    for end in _END.finditer(text):
        sentence = text[begin : end.end()]
        if _has_letter(sentence) and (end["next"] is None or _ends(text[begin : end.start()], end, text)):
            number += 1
            begin = end.end()
    return number + _has_letter(text[begin:])


def _ends(before: str, end: re.Match[str], text: str) -> bool:
    """Whether marks between these words and others end a sentence."""
    following = end["next"]
    if following.islower() or "…" in end["marks"] or ".." in end["marks"]:
        return False
    if end["marks"] != ".":
        return True
    last = _LAST_WORD.search(before)
    word = last.group().casefold() if last else ""
    if _BY_ITSELF.fullmatch(word) or word in _WORDS_AHEAD:
        return False
    if word.isdecimal():  # of a day, as in German
        return _read_word(text, end.end()) not in _OF_DAYS
    return not (word in _NUMBER_AHEAD and following.isdecimal())


def _read_word(text: str, at: int) -> str:
    word = _WORD.match(text, at)
    return word.group(1).casefold() if word else ""


def _has_letter(text: str) -> bool:
    return any(unicodedata.category(char)[0] == "L" for char in text)
