"""The rules of stance and verdict a second time, slowly and sentence by sentence, to hold `claims.rules` against.

They share no line with it: they sort, loop and count where it takes minima and asks `any` and `all`.
"""

STRENGTHS = ("own", "reported", "attributed")


def side_of_zero(value):
    return 0 if value == 0 else value // abs(value)


def median_cut_towards_zero(values):
    values = sorted(values)
    while len(values) > 2:  # take away the lowest and the highest, till the middle is left
        values = values[1:-1]
    total = sum(values)
    return total if len(values) == 1 else side_of_zero(total) * (abs(total) // 2)


def fold(claims):
    """Steps 1 to 3 of claims that are neither forecast nor pending, or of forecasts among themselves."""
    on_whole, on_part = [], []
    for claim in claims:
        (on_part if claim.part else on_whole).append(claim)
    groups = {}
    for claim in on_whole or on_part:
        groups.setdefault((claim.attribution.word, claim.doubtful, claim.said_on), []).append(claim)
    for word in (*STRENGTHS, "predicted"):
        for doubtful in (False, True):
            days = sorted(day for w, d, day in groups if (w, d) == (word, doubtful))
            if days:
                aside = [claim.id for claim in on_part] if on_whole else []
                return fold_day(groups[word, doubtful, days[-1]]) | {"on_part": aside, "in_part": not on_whole}
    raise AssertionError("nothing to fold")


def fold_day(claims):
    branches = [claim for claim in claims if claim.conditional]
    deciding = [claim for claim in claims if not claim.conditional]
    conditional = False
    if not deciding:
        deciding, conditional = branches, True
    sides = {side_of_zero(claim.value) for claim in deciding}
    value = None if {-1, 1} <= sides else median_cut_towards_zero([claim.value for claim in deciding])
    return {
        "value": value,
        "conditional": conditional,
        "deciding": [claim.id for claim in deciding],
        "branches": [claim.id for claim in branches],
        "made": [claim.id for claim in claims],
        "attribution": claims[0].attribution.word,
        "said_on": claims[0].said_on,
    }


def stance_of(claims):
    """Return the stance as a dictionary of plain values."""
    pending, without, forecasts, said = [], [], [], []
    for claim in claims:
        heap = (
            pending
            if claim.pending
            else without
            if claim.no_stance
            else forecasts
            if claim.attribution.word == "predicted"
            else said
        )
        heap.append(claim)
    known = {
        "state": "blank",
        "value": None,
        "forecast": fold(forecasts) if forecasts else None,
        "pending": [claim.id for claim in pending],
        "count": len(claims),
        "marks": set(),
        "on_part": [],
        "without_value": [claim.id for claim in without],
    }
    if forecasts:
        known["on_part"] += known["forecast"]["on_part"]
    if not said:
        if pending:
            known["state"] = "awaiting"
        elif forecasts:
            known["state"] = "forecast"
            known["marks"] = {"part"} if known["forecast"]["in_part"] else set()
        if without:
            last = fold(without)["said_on"]
            if not [claim for claim in pending if claim.said_on > last]:
                known |= {"state": "no-stance", "marks": set()}
        return known
    folded = fold(said)
    quarrel, agreed = ("depends", "conditional") if folded["conditional"] else ("mixed", "stance")
    known["state"] = quarrel if folded["value"] is None else agreed
    known["marks"] = marks_of(claims, said, folded, known["forecast"])
    known["on_part"] = folded["on_part"] + known["on_part"]
    return known | {name: folded[name] for name in ("value", "deciding", "branches", "attribution", "said_on")}


def marks_of(claims, said, folded, forecast):
    marks = set()
    deciding = [claim for claim in claims if claim.id in folded["deciding"]]
    if folded["attribution"] == "attributed":
        marks.add("second-hand")
    for claim in deciding:
        if claim.from_other_side:
            marks.add("other-side")
        if claim.doubtful:
            marks.add("doubtful")
    if folded["in_part"]:
        marks.add("part")
    if all(claim.leaked for claim in deciding):
        marks.add("leaked")
    if not [claim for claim in deciding if not claim.earlier_wording]:
        marks.add("earlier-wording")
    value = folded["value"]
    if value is None:
        return marks
    for claim in said:
        newer = claim.said_on > folded["said_on"] and (claim.part, folded["in_part"]) != (True, False)
        weaker = STRENGTHS.index(claim.attribution.word) > STRENGTHS.index(folded["attribution"])
        across = {side_of_zero(claim.value), side_of_zero(value)} == {-1, 1}
        if newer and weaker and (across or claim.value - value in (-4, -3, -2, 2, 3, 4)):
            marks.add("contradicted")
    predicted = forecast["value"] if forecast and forecast["said_on"] > folded["said_on"] else None
    if forecast and forecast["in_part"] and not folded["in_part"]:
        predicted = None
    if predicted is not None and {side_of_zero(predicted), side_of_zero(value)} == {-1, 1}:
        marks.add("forecast-differs")
    return marks


def verdict_of(principals, refusing):
    """Return the kind of verdict; `refusing` are the sides of which a principal refuses the proposal “hub”."""
    pros, cons, firm_cons, sides = [], [], [], set()
    unconditional = hanging = 0
    for _, side, stance, _ in principals:
        state = stance.state.value
        if state in ("blank", "forecast", "awaiting"):
            continue
        sides.add(side)
        worst = min([0, *(branch.value for branch in stance.branches)])
        if state == "depends":
            pros.append(side)
        elif state != "mixed" and stance.value > 0:
            pros.append(side)
            unconditional += state == "stance" and worst == 0
        elif state != "mixed" and stance.value < 0:
            cons.append(side)
            firm_cons += [side] * (state == "stance")
        if state in ("conditional", "depends"):
            for branch in stance.branches:
                hanging += branch.value > 0 and branch.depends_on == "hub" and sorted(refusing) not in ([], [side])
    spoken = sum(stance.spoken for _, _, stance, _ in principals)
    if len(sides) < 2:
        return ("no-party-has-spoken", "unanswered")[len(sides)]
    if len(pros) == spoken:
        if unconditional == spoken:
            return "common-ground"
        return "blocked" if hanging else "within-reach"
    for pro in pros:
        for con in cons:
            if pro != con:
                return "contested"
    if firm_cons and not pros:
        return "rejected"
    return "open"
