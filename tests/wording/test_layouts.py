"""Why tree and map are not drawn."""

import pytest

from claims.rules.measures.layouts import Obstacle, ObstacleKind
from claims.wording.layouts import write_obstacle


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        (0, "Drawn for 5 or more actors; there are none."),
        (1, "Drawn for 5 or more actors; there is 1."),
        (4, "Drawn for 5 or more actors; there are 4."),
    ],
)
def test_too_few_actors_are_counted(there, sentence):
    assert write_obstacle(Obstacle(ObstacleKind.TOO_FEW_ACTORS, there, 5)) == sentence


@pytest.mark.parametrize(("there", "words"), [(9, "1 of 10 pairs has none."), (8, "2 of 10 pairs have none.")])
def test_pairs_without_a_number_are_counted(there, words):
    sentence = write_obstacle(Obstacle(ObstacleKind.PAIRS_WITHOUT_NUMBER, there, 10))
    assert sentence == f"Drawn where every pair of actors has a number; {words}"
