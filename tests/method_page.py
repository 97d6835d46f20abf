"""What docs/method.md is made of."""

SECTIONS = [
    *("agreement", "bounds", "coverage", "gap", "van-der-eijk", "leaning", "variance-between-sides"),
    *("clustering", "map"),
    *("moves", "linkages", "trades", "contradictions", "outcomes", "expectations"),
    *("rests-on", "robustness", "congruence", "reliability"),
]
