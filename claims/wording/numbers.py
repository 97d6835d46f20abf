"""Values and measures as they are written everywhere: with their sign, a true minus, and two decimals."""

from decimal import ROUND_HALF_UP, Decimal

from ..rules.scales import NO_VALUE_WORD, SCALES, Dimension

_IN_WORDS = ("no", *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])


def write_number(number: int) -> str:
    """Write a number of things as prose does: in words up to twelve, with a comma between thousands."""
    return _IN_WORDS[number] if number < len(_IN_WORDS) else f"{number:,}"


def format_count(number: int) -> str:
    """Write how many there are of something in digits, with a comma between thousands: 6,200."""
    return f"{number:,}"


def write_shown(*parts: tuple[int, int, str]) -> str:
    """Say how many there are to see, of how many, of what: 7 of 23 proposals, 16 of 19 actors."""
    return ", ".join(f"{part:,} of {number:,} {word}{'' if number == 1 else 's'}" for part, number, word in parts)


def format_value(value: int | None) -> str:
    """Write a value as the matrix does: +2, 0, −2 (with a true minus sign), and none of a claim that has no value."""
    if value is None:
        return NO_VALUE_WORD
    return f"+{value}" if value > 0 else str(value).replace("-", "−")


def format_hundredths(number: float) -> str:
    """Write a measure to two decimals, with a true minus sign: 0.93, −0.22, never −0.00; halves as by hand, away from
    zero: 0.63 for 0.625."""
    return f"{_round_half_up(number) + 0.0:.2f}".replace("-", "−")


def format_on_scale(value: int, dimension: str) -> str:
    """Write a value of a dimension's scale as the matrix does: its sign and number."""
    return f"{SCALES[Dimension(dimension)][value].sign}\u2009{format_value(value)}"


def format_probability(per_cent: int) -> str:
    """Write a probability: 30 %, on one line."""
    return f"{per_cent}\u00a0%"


def _round_half_up(number: float) -> float:
    """Round to two decimals; the last bits of a binary fraction are no digits of the measure."""
    exact = Decimal(repr(round(number, 12)))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
