"""What a record rests on, in one sentence: the foot of every page says it."""


def write_evidence(claims: int, sources: int, voices: int, *, all_articles: bool, all_quoted: bool) -> str:
    """Say how many claims there are, from how many sources by how many whose text these are; empty without a claim."""
    if not claims:
        return ""
    kind, by = ("article", _write_agencies(voices)) if all_articles else ("source", f"of {_count(voices, 'origin')}")
    proof = "its quote" if all_quoted else "its quote or its place there"
    one = claims == 1
    return f"{_count(claims, 'claim')} from {_count(sources, kind)} {by}, {'with' if one else 'each with'} {proof}."


def _write_agencies(number: int) -> str:
    return f"by {number} agency or paper" if number == 1 else f"by {number:,} agencies or papers"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
