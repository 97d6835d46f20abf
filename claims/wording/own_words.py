"""What an actor says itself of a proposal, as the heading of what others say of it there."""

from ..rules.own_words import OwnWord

OWN_WORDS = {
    OwnWord.SAME: "as it says itself:",
    OwnWord.OTHERWISE: "it says itself:",
    OwnWord.AWAITED: "it has not answered",
    OwnWord.PART: "it has spoken of a part of it only",
    OwnWord.NO_POSITION: "it has not said where it stands",
    OwnWord.NONE: "it has not spoken of it",
}
