"""A long title → a short one that tells it from the others: for rows and columns, which have no room for all of it.

A title is cut at a word. Where several would read alike, the words at which they part follow their beginning, which
keeps its number: “Bill 12… monitors”, “Bill 12… funds”. What nothing tells apart is numbered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from os.path import commonprefix
from types import MappingProxyType

from .folding import fold_name
from .word_boundaries import is_within_word

LONGEST_TITLE = 40
LONGEST_IN_LIST = 120  # letters of a whole title where rows have room; the page of its proposal tells all
NO_TITLES: Mapping[str, str] = MappingProxyType({})
_LEAST = 12  # letters that each piece of a title has at least, where its first word has them
_LONGEST_NUMBER = 20  # letters of a beginning that holds a number: “Resolution 2231:”
_SHORTEST_END = 8  # letters; an end that is shorter stands with the word before it: “Amendment 1”
_MOST_PIECES = 12  # that are tried; there is room for three or four
_BETWEEN = "… "


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut after a whole word and with “…” where it is longer."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut.rpartition(" ")[0]
    return f"{words.rstrip(' ,;:…') or cut}…"


def shorten_within(text: str, most: int) -> str:
    """Return a text of at most `most` characters, with “…” in the middle where it is longer: its beginning and its end
    are told, for titles that begin alike often end in what tells them apart."""
    if len(text) <= most:
        return text
    start = shorten(text, most // 2)
    end = text[-(most - len(start) - 1) :]
    words = end if text[-len(end) - 1].isspace() else end.partition(" ")[2]
    return f"{start} {words.strip() or end.strip()}"


def shorten_apart(titles: Sequence[str], taken: Mapping[str, str] = NO_TITLES, most: int = LONGEST_TITLE) -> list[str]:
    """Return for each title, in order, one of at most `most` characters that no other has.

    `taken` maps short titles that others have already, and keep, to the whole ones.
    """
    kept = {whole: short for short, whole in taken.items()}
    told_apart = _tell_apart(dict.fromkeys([*titles, *kept]), kept, most)
    used, shortened = set(map(fold_name, taken)), []
    for title in titles:
        short = shorten(title, most) if title in kept else told_apart[title]
        free = next(numbered for numbered in _number(short, most) if fold_name(numbered) not in used)
        used.add(fold_name(free))
        shortened.append(free)
    return shortened


def _tell_apart(titles: Iterable[str], kept: Mapping[str, str], most: int) -> dict[str, str]:
    """Return whole title → short one. Of those that read alike the place at which they part begins a piece more, until
    they part nowhere else; `kept` are those that stay as they are."""
    starts: dict[str, set[int]] = {title: {0} for title in titles}
    told = {title: kept.get(title) or shorten(title, most) for title in starts}
    for _ in range(_MOST_PIECES):
        alike = defaultdict(list)
        for title, short in told.items():
            alike[fold_name(short)].append(title)
        partings = [(several, _find_parting(several, starts)) for several in alike.values() if len(several) > 1]
        parted = [(title, parting) for several, parting in partings if parting is not None for title in several]
        for title, parting in parted:
            starts[title].add(parting)
            if title not in kept:
                told[title] = _join_pieces(title, sorted(starts[title]), most)
        if not parted:
            break
    return told


def _find_parting(titles: Sequence[str], starts: Mapping[str, Collection[int]]) -> int | None:
    """Return where the word begins at which different titles part, None where all of them have a piece from there."""
    beginning = commonprefix(titles)
    end, word = len(beginning), beginning.rfind(" ") + 1
    if end - word > _LONGEST_NUMBER:  # written without blanks
        word = next((at for at in range(end, word, -1) if not any(is_within_word(title, at) for title in titles)), end)
    if max(map(len, titles)) - word < _SHORTEST_END:
        word = beginning[:word].rstrip().rfind(" ") + 1 or word
    return next((at for at in (word, end) if any(at not in starts[title] for title in titles)), None)


def _join_pieces(title: str, starts: Sequence[int], most: int) -> str:
    """Return the beginnings of the pieces of a title that begin at some places, as far as there is room."""
    ends = [start for start in starts if start < len(title)]
    pieces = [title[start:end].strip() for start, end in pairwise([*ends, len(title)])]
    if len(title) <= most or len(pieces) < 2:
        return shorten(title, most)
    least = [_measure_beginning(pieces[0]), *(min(len(piece.split(" ")[0]), _LEAST) for piece in pieces[1:])]
    while len(pieces) > 2 and sum(least) + len(_BETWEEN) * (len(pieces) - 1) > most:
        del pieces[1], least[1]
    left = most - sum(least) - len(_BETWEEN) * (len(pieces) - 1)
    for place in (len(pieces) - 1, *range(len(pieces) - 1)):  # the end tells most
        more = min(left, len(pieces[place]) - least[place])
        least[place] += more
        left -= more
    cut = [shorten(piece, least[place] + 1) for place, piece in enumerate(pieces[:-1])]
    return " ".join([*cut, shorten(pieces[-1], least[-1])])


def _measure_beginning(piece: str) -> int:
    """Return how many letters of a title's beginning are kept at least: its number, else its first word."""
    words = piece.split()
    for place, word in enumerate(words[:3], start=1):
        length = len(" ".join(words[:place]))
        if any(map(str.isdecimal, word)) and length <= _LONGEST_NUMBER:
            return length
    return min(len(words[0]), _LEAST)


def _number(short: str, most: int) -> Iterator[str]:
    """Yield a short title, and then it with numbers: “Budget (2)”."""
    yield short
    for number in count(2):
        end = f" ({number})"
        yield f"{shorten(short, most - len(end))}{end}"
