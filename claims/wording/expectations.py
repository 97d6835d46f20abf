"""What came of expectations in words: of one, of all of an expert, and of all experts."""

from collections.abc import Mapping

from ..rules.folding import isolate
from ..rules.measures.expectations import MINIMUM, Apart, ExpectationKind, ResultKind, TrackRecord, WordCount
from ..rules.scales import SCALES, Dimension, Word
from .actors import begin_sentence
from .numbers import format_hundredths, write_number

APART = {
    Apart.NOT_YET: Word("open", "nothing came of it yet"),
    Apart.ON_CONDITION: Word("on a condition", "a forecast on a condition is listed and not scored"),
    Apart.CONDITION_NOT_YET: Word("condition open", "what its condition names has no outcome yet"),
    Apart.CONDITION_NOT_MET: Word("condition not met", "what its condition names did not come"),
    Apart.CONDITION_UNCHECKED: Word("condition unchecked", "nobody can tell whether its condition was met"),
    Apart.ON_PART: Word("on a part", "said of a part of the proposal only"),
    Apart.NEUTRAL: Word("neutral", "the forecast or the stance is neutral: neither right nor wrong"),
    Apart.MIXED: Word("mixed", "the holder said opposite things on one day"),
    Apart.DEPENDS: Word("depends", "for it on one condition, against it on another"),
    Apart.IN_PART: Word("agreed in part", "agreed in part, which was chosen not to count"),
    Apart.OVERTAKEN: Word("overtaken", "events or another proposal made it pointless"),
    Apart.VOID: Word("void", "what became of it can no longer be told"),
}
KINDS = {
    ExpectationKind.PROSPECTS: "prospects of proposals",
    ExpectationKind.FORECAST: "forecasts of stances",
}
HEADINGS = {
    ExpectationKind.PROSPECTS: "Can it be had? What experts expect of proposals",
    ExpectationKind.FORECAST: "What will they say? Forecasts of stances",
}
HOW_TO_READ = {
    ExpectationKind.PROSPECTS: "Of good expectations high words have long bars, and low words short ones.",
    ExpectationKind.FORECAST: "Of good forecasts every word has a long bar.",
}
DIMENSION_OF_KIND = {
    ExpectationKind.PROSPECTS: Dimension.PROSPECTS,
    ExpectationKind.FORECAST: Dimension.POSITION,
}
CAME = {ExpectationKind.PROSPECTS: "came about", ExpectationKind.FORECAST: "came true"}
RESULTS = {
    ResultKind.CAME: "came true or about",
    ResultKind.DID_NOT: "did not",
    ResultKind.OPEN: "open",
    ResultKind.CONDITIONAL: "on a condition",
    ResultKind.VOID: "void or overtaken",
    ResultKind.OTHER: "counted apart otherwise",
}
PART_COUNTS = {
    True: "Agreed in part counts as agreed.",
    False: "Agreed in part is counted apart.",
}


def write_forecast_result(came: bool | None, apart: Apart | None) -> str:
    """Write what came of a forecast of a stance."""
    return _write_apart(apart) if apart else "came true" if came else "did not come true"


def write_prospect_result(came: bool | None, apart: Apart | None) -> str:
    """Write what came of the proposal of which an expert spoke."""
    return _write_apart(apart) if apart else "came about" if came else "did not come about"


def write_record_headline(name: str, forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write of how many expectations of an expert something came, without a full stop."""
    number = forecasts.number + prospects.number
    listed = forecasts.listed + prospects.listed
    called = isolate(begin_sentence(name))
    if not listed:
        return f"{called} has forecast nothing yet"
    if not number:
        return f"Nothing can be said yet of what {isolate(name)} expects"
    return f"Of {_count(listed, 'expectation')} of {isolate(name)} {_have(number)} been settled"


def write_record_lede(forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write how many forecasts came true, and how many proposals came about; empty where nothing is settled."""
    parts = []
    if forecasts.number:
        parts.append(f"{_some(forecasts.came)} of {_count(forecasts.number, 'forecast')} of a stance came true.")
    if prospects.number:
        parts.append(f"{_some(prospects.came)} of {_count(prospects.number, 'prospect')} came about.")
    return " ".join(map(begin_sentence, parts))


def write_all_headline(experts: int, forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write of how many expectations of all experts something came, without a full stop."""
    number, listed = forecasts.number + prospects.number, forecasts.listed + prospects.listed
    if not listed:
        return "No expert has said yet what to expect"
    whose = f"{_count(listed, 'expectation')} of {_count(experts, 'expert')}"
    if not number:
        return f"Nothing has come yet of {whose}"
    return f"Of {whose} {_have(number)} been settled"


def write_all_lede(forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write what came of the highest and of the lowest word of the scale of prospects, where these are counted; else of
    how many expectations anything came, and of which kinds they are where nothing did."""
    if not forecasts.number + prospects.number:
        return _write_kinds(forecasts, prospects)
    counts = prospects.calibration
    if len(counts) < 2:  # one word alone tells nothing apart
        return write_record_lede(forecasts, prospects)
    scale = SCALES[Dimension.PROSPECTS]
    high, low = ((scale[one.value].word, write_per_cent(one), write_share(one)) for one in (counts[0], counts[-1]))
    told = f"Of what was called “{high[0]}” {high[1]} came about ({high[2]}), of “{low[0]}” {low[1]} ({low[2]})."
    forecast = write_record_lede(forecasts, prospects._replace(number=0))
    return " ".join(filter(None, [told, forecast]))


def _write_kinds(forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write how many of each kind there are."""
    about = ((prospects, "whether a proposal can be had"), (forecasts, "what somebody’s stance will be"))
    kinds = [f"{write_number(record.listed)} {_say(record)} {of}" for record, of in about if record.listed]
    return f"{begin_sentence(', '.join(kinds))}." if kinds else ""


def _say(record: TrackRecord) -> str:
    return "says" if record.listed == 1 else "say"


def write_needed(record: TrackRecord) -> str:
    """Say how many more have to be settled before there are sums; empty where there are."""
    if record.calibration:
        return ""
    settled = f"{begin_sentence(_some(record.number))} of these {'is' if record.number < 2 else 'are'} settled"
    return f"{settled}: sums are given from {write_number(MINIMUM)} on, {_missing(MINIMUM - record.number)}."


def write_share(count: WordCount) -> str:
    """Write of how many how many came: “3 of 4”."""
    return f"{count.came:,} of {count.number:,}"


def write_per_cent(count: WordCount) -> str:
    """Write the share that came, in whole per cent."""
    return f"{round_per_cent(count)} %"


def round_per_cent(count: WordCount) -> int:
    """Return the share that came in whole per cent, halves up."""
    return (200 * count.came + count.number) // (2 * count.number)


def list_apart(apart: Mapping[Apart, int]) -> list[str]:
    """Write how many stand apart, reason by reason: “2 open: nothing came of it yet”."""
    return [f"{number} {APART[reason].word}: {APART[reason].meaning}" for reason, number in apart.items()]


def write_pairs(record: TrackRecord) -> str:
    """Write the share of pairs with its sum, or why there is none."""
    pairs = record.pairs
    if pairs is None:
        return explain_missing(record) or "no pair of one that came about and one that did not"
    ties = f", {pairs.tied} tied and counted half" if pairs.tied else ""
    number = f"{pairs.number:,} pair{'' if pairs.number == 1 else 's'}"
    return f"{format_hundredths(pairs.share)}: of {number} {pairs.right:,} right, {pairs.wrong:,} wrong{ties}"


def write_brier(record: TrackRecord) -> str:
    """Write the Brier score with its number, or why there is none."""
    if record.brier is not None:
        return f"{format_hundredths(record.brier)}, of {record.probabilities} probabilities given in numbers"
    if not record.probabilities:
        return "none: no probability was given in numbers"
    return f"none: {_few(record.probabilities)}, with a probability in numbers"


def explain_missing(record: TrackRecord) -> str:
    """Say why there is no summary; empty where there is one."""
    if record.calibration:
        return ""
    return f"none: {_few(record.number)}" if record.number else "none: nothing is settled yet"


def _few(number: int) -> str:
    return f"{_some(number)} settled, fewer than {write_number(MINIMUM)}"


def _some(number: int) -> str:
    return write_number(number) if number else "none"


def _missing(number: int) -> str:
    return f"so {write_number(number)} more {'is' if number == 1 else 'are'} needed"


def _write_apart(reason: Apart) -> str:
    return APART[reason].word


def _count(number: int, noun: str) -> str:
    return f"{write_number(number)} {noun}{'' if number == 1 else 's'}"


def _have(number: int) -> str:
    return f"{write_number(number)} {'has' if number == 1 else 'have'}"
