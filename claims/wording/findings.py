"""What a negotiation came to, as a sentence."""

from collections.abc import Sequence

from ..rules.findings import FindingCode, FindingPart
from ..rules.folding import isolate
from ..rules.scales import VERDICTS
from .columns import list_all
from .numbers import write_number


def write_main_finding(parts: Sequence[FindingPart]) -> str:
    """Write findings as one sentence, the headline first."""
    text = "; ".join(map(_write_part, parts))
    return f"{text[:1].upper()}{text[1:]}."


def _write_part(part: FindingPart) -> str:
    match part.code:
        case FindingCode.NOTHING_YET:
            return "nothing has been published yet: the matrix appears with the first claim"
        case FindingCode.COMPARED:
            divided = f"; most divided is {isolate(part.titles[0])}" if part.titles else ""
            return f"no side negotiates: actors are compared on {_count(part.number, 'proposal')}{divided}"
        case FindingCode.NOBODY_SPOKE:
            return "no party has spoken on any proposal yet"
        case FindingCode.COMMON_GROUND:
            return _write_common_ground(part)
        case FindingCode.ONLY_ON_CONDITIONS:
            return "nothing is common ground without a condition"
        case FindingCode.NO_COMMON_GROUND:
            return "nothing is common ground"
        case FindingCode.WAITING:
            waits = "waits" if part.number == 1 else "wait"
            refused = f", which {_join(part.names)} reject{'s' if len(part.names) == 1 else ''}" if part.names else ""
            return f"{_count(part.number, 'proposal')} {waits} on {isolate(part.titles[0])}{refused}"
        case FindingCode.COUNTED:
            verb = "is" if part.number == 1 else "are"
            return f"{write_number(part.number)} {verb} {VERDICTS[part.kind].word if part.kind else ''}"


def _write_common_ground(part: FindingPart) -> str:
    verb = "is" if part.number == 1 else "are"
    if part.titles:
        return f"{_join(part.titles)} {verb} common ground"
    return f"{part.number} of {_count(part.among, 'proposal', digits=True)} are common ground"


def _count(number: int, noun: str, digits: bool = False) -> str:
    return f"{number if digits else write_number(number)} {noun}{'' if number == 1 else 's'}"


def _join(names: Sequence[str]) -> str:
    """Join two names or more by “and”."""
    *most, last = names
    return f"{list_all(most)} and {isolate(last)}" if most else isolate(last)
