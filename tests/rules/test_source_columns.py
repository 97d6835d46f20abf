"""The cells of files of sources."""

from datetime import date

import pytest

from claims.rules.faults import BrokenRule, FaultCode
from claims.rules.source_columns import (
    SOURCE_FILE_COLUMNS,
    CodedFor,
    read_coded_for,
    write_fully_coded,
)
from claims.rules.vocabulary_columns import split_several

ANN, LI = CodedFor("talks", date(2022, 2, 1), "Ann"), CodedFor("grain", date(2022, 3, 1), "Li by hand on paper")


def test_the_columns_are_those_of_a_source_in_a_file_of_claims():
    assert [*SOURCE_FILE_COLUMNS][:3] == ["source", "title", "type"] and "csl" in SOURCE_FILE_COLUMNS


@pytest.mark.parametrize(
    ("codings", "cell"),
    [
        ([], ""),
        ([ANN], "talks on 2022-02-01 by Ann"),
        ([ANN, LI], "talks on 2022-02-01 by Ann | grain on 2022-03-01 by Li by hand on paper"),
    ],
)
def test_codings_stand_in_one_cell_and_come_back(codings, cell):
    assert write_fully_coded(codings) == cell
    assert [read_coded_for(text) for text in split_several(cell)] == codings


@pytest.mark.parametrize(
    ("text", "coded_for"),
    [
        ("talks on 1 Feb 2022 by Ann", ANN),
        ("  talks  on 01.02.2022  by  Ann ", ANN),
        ("Talks on grain on 2022-02-01 by Ann", ANN._replace(negotiation="Talks on grain")),
    ],
)
def test_people_write_days_and_names_as_they_do_elsewhere(text, coded_for):
    assert read_coded_for(text) == coded_for


@pytest.mark.parametrize(
    ("text", "code", "parameters"),
    [
        ("talks", FaultCode.NOT_A_CODING, {"value": "talks"}),
        ("talks on 2022-02-01", FaultCode.NOT_A_CODING, {"value": "talks on 2022-02-01"}),
        ("talks by Ann", FaultCode.NOT_A_CODING, {"value": "talks by Ann"}),
        ("on 2022-02-01 by Ann", FaultCode.NOT_A_CODING, {"value": "on 2022-02-01 by Ann"}),
        ("talks on 2/1/2022 by Ann", FaultCode.NOT_A_DAY, {"value": "2/1/2022"}),
        ("talks on 2942-02-01 by Ann", FaultCode.DAY_TO_COME, {"day": date(2942, 2, 1)}),
    ],
)
def test_what_does_not_say_all_of_it_is_a_fault_that_names_it(text, code, parameters):
    with pytest.raises(BrokenRule) as broken:
        read_coded_for(text)
    assert (broken.value.code, broken.value.parameters) == (code, parameters)
