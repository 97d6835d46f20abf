"""What checking a quote against the text of its source found."""

from collections.abc import Mapping

from ..rules.missing_quotes import MissingQuote
from ..rules.quotes import QuoteState

QUOTE_STATES = {
    QuoteState.EXACT: "found word for word in the source's text",
    QuoteState.NORMALISED: "found, with white space, quote marks, dashes or ligatures written differently",
    QuoteState.AMBIGUOUS: "found more than once: a prefix or suffix must say which passage is meant",
    QuoteState.MISSING: "not found in the source's text in whole words, or not between the words given around it",
    QuoteState.NO_TEXT: "not checked: the source's text is not held here",
    QuoteState.NO_QUOTE: "no quote: cited by its locator",
}


SIDES = {"prefix": "after", "suffix": "before"}


def write_missing(missing: MissingQuote) -> str:
    """Say that a quote does not stand in the text, or not where its prefix and suffix say, and what stands there."""
    near = missing.nearest
    if missing.misplaced:
        reads = f" There it reads: “{near.text}”" if near else ""
        return f"“{missing.quote}” is in the source's text, but {write_misplaced(missing.misplaced)}.{reads}"
    nearest = f" Nearest passage: “{near.text}”" if near else ""
    return f"“{missing.quote}” is not in the source's text.{nearest}"


def write_lost(quote: str, misplaced: Mapping[str, str]) -> str:
    """Say that a quote has no place in a text that its source is to get."""
    return (
        f"“{quote}” is in this text, but {write_misplaced(misplaced)}."
        if misplaced
        else f"“{quote}” is not in this text."
    )


def write_misplaced(misplaced: Mapping[str, str]) -> str:
    """Say between which words a quote does not stand: “not after “We said:” (its prefix)”."""
    return " and ".join(f"not {SIDES[name]} “{words}” (its {name})" for name, words in misplaced.items())
