"""The rule of stances as pages print it."""

from claims.rules.stances import STEPS
from claims.wording.stances import print_rule


def test_the_printed_rule_has_every_step_by_number():
    text = print_rule()
    assert all(f"\n{number}. {step}\n" in text for number, step in enumerate(STEPS, start=1))
    assert len(STEPS) == 5 and text.startswith("From the claims of one cell to its stance.")
