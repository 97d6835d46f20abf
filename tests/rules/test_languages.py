"""What is the code of a language."""

import pytest

from claims.rules.faults import BrokenRule, FaultCode, RowFault
from claims.rules.languages import check_language


@pytest.mark.parametrize(
    "code", ["en", "ru", "EN", "yue", "zh-yue", "zh-Hant", "pt-BR", "es-419", "zh-Hant-TW", "de-1996", "sl-rozaj"]
)
def test_a_code_of_the_shape_of_bcp_47_is_taken_as_it_stands(code):
    assert check_language(code) == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "e",
        "english",
        "Russian",
        "en_GB",
        "en-",
        "-en",
        "en GB",
        "en-GB-GB",
        "en-Latin-x",
        "рус",
        "en\n",
        "ｅｎ",
        "e1",
    ],
)
def test_anything_else_is_named_and_refused(code):
    with pytest.raises(BrokenRule) as broken:
        check_language(code)
    assert broken.value.at("language") == RowFault("language", FaultCode.NOT_A_LANGUAGE, {"value": code})


def test_of_a_text_in_place_of_a_code_only_the_beginning_is_repeated():
    with pytest.raises(BrokenRule) as broken:
        check_language("No code, but a whole paragraph. " * 9)
    assert len(broken.value.parameters["value"]) == 80
