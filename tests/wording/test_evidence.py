import pytest

from claims.wording.evidence import write_evidence


@pytest.mark.parametrize(
    ("counted", "all_articles", "all_quoted", "said"),
    [
        ((0, 0, 0), True, True, ""),
        ((1, 1, 1), True, True, "1 claim from 1 article by 1 agency or paper, with its quote."),
        ((130, 5, 3), True, True, "130 claims from 5 articles by 3 agencies or papers, each with its quote."),
        ((2, 2, 1), False, True, "2 claims from 2 sources of 1 origin, each with its quote."),
        (
            (1200, 31, 12),
            False,
            False,
            "1,200 claims from 31 sources of 12 origins, each with its quote or its place there.",
        ),
    ],
)
def test_one_sentence_says_what_a_record_rests_on(counted, all_articles, all_quoted, said):
    assert write_evidence(*counted, all_articles=all_articles, all_quoted=all_quoted) == said
