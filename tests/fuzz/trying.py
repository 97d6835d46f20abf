"""One target, tried with examples that follow from a seed."""

import traceback

import hypothesis
from hypothesis import strategies as st

LONGEST_TOLD = 4000  # letters of one fault


def try_target(target, world, visitors, seed, examples):
    """Try a target with examples drawn from this seed; raise what the smallest that fails raises."""

    @hypothesis.seed(f"{seed} {target.name}")
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        print_blob=False,
    )
    @hypothesis.given(st.data())
    def fuzz(data):
        target.fuzz(data, world, visitors)

    fuzz()


def tell(error):
    """Return where an error was raised, which tells faults apart, and all that is told of it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    notes = "\n".join(getattr(error, "__notes__", ()))
    told = "".join(traceback.format_exception(error, chain=False))[-LONGEST_TOLD:]
    return (type(error).__name__, last.filename, last.lineno), f"{told}\n{notes[:LONGEST_TOLD]}"
