"""What checking a quote against the text of its source found."""

from ..rules.quotes import Passage, QuoteState

QUOTE_STATES = {
    QuoteState.EXACT: "found word for word in the source's text",
    QuoteState.NORMALISED: "found, with white space, quote marks or dashes written differently",
    QuoteState.AMBIGUOUS: "found more than once: a prefix or suffix must say which passage is meant",
    QuoteState.MISSING: "not found in the source's text",
    QuoteState.NO_TEXT: "not checked: the source's text is not held here",
    QuoteState.NO_QUOTE: "no quote: cited by its locator",
}


def write_missing(quote: str, nearest: Passage | None) -> str:
    """Say that a quote does not stand in the text, with the nearest passage where there is one."""
    return f"“{quote}” is not in the source's text." + (f" Nearest passage: “{nearest.text}”" if nearest else "")
