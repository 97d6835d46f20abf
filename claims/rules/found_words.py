"""Where the words of a search stand in a text, to be marked there: whole words, in whatever case, accents and print."""

import re
from collections.abc import Sequence

from .folding import UNSEEN, fold_for_search

Span = tuple[int, int]  # where a passage begins and ends

_WITHIN = "".join(map(re.escape, UNSEEN))  # what nobody sees parts no word, nor does a mark of its own
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_WITHIN}])*")


def find_words(text: str, terms: Sequence[str]) -> list[Span]:
    """Return the passages of a text in which a term stands, in order; a term of several words is found as a whole.
    Those that meet or overlap are one."""
    words = [(fold_for_search(match.group()), match.span()) for match in _WORD.finditer(text)]
    wanted = {tuple(map(fold_for_search, _WORD.findall(term))) for term in terms} - {()}
    spans: list[Span] = []
    for place in range(len(words)):
        for term in wanted:
            passage = words[place : place + len(term)]
            if tuple(word for word, _ in passage) == term:
                spans.append((passage[0][1][0], passage[-1][1][1]))
    return _join(sorted(spans))


def _join(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
