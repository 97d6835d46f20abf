"""What an actor says itself of a proposal of which others speak for it, as a code; wording/own_words has its words."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from .scales import Attribution, Dimension, State
from .stances import SPOKEN, RuleClaim, Stance


class OwnWord(StrEnum):
    """What the holder's own words on a proposal come to, beside what others say of it."""

    SAME = "same"
    OTHERWISE = "otherwise"
    AWAITED = "awaited"
    PART = "part"
    NO_POSITION = "no-position"
    NONE = "none"


def judge_own_word(stances: Mapping[Dimension, Stance], others: Collection[int]) -> OwnWord:
    """Tell what the stances of one holder on one proposal say in its own words; `others` are the positions that others
    say or forecast. A stance that only others tell is no word of its own."""
    position = stances[Dimension.POSITION]
    if position.state in SPOKEN and is_own_word(position.attribution):
        same = position.state == State.STANCE and not position.in_part and set(others) == {position.value}
        return OwnWord.SAME if same else OwnWord.OTHERWISE
    if position.pending:
        return OwnWord.AWAITED
    if any(is_own_word(claim.attribution) for claim in position.on_part):
        return OwnWord.PART
    own = any(is_own_word(claim.attribution) for stance in stances.values() for claim in _list_claims(stance))
    return OwnWord.NO_POSITION if own else OwnWord.NONE


def is_own_word(attribution: Attribution | None) -> bool:
    """Whether it is the holder's word, first-hand or relayed, and not what others say of it."""
    return attribution is not None and attribution <= Attribution.REPORTED


def _list_claims(stance: Stance) -> tuple[RuleClaim, ...]:
    return (*stance.deciding, *stance.on_part, *stance.without_value)
