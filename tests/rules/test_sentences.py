"""How many sentences a passage has: no dot of an abbreviation, a day or an ellipsis ends one."""

import pytest

from claims.rules.sentences import count_sentences


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, ""),
        (0, "17."),
        (1, "No expansion"),
        (1, "No expansion."),
        (2, "We refuse. They agree."),
        (3, "We refuse. They agree. All go."),
        (4, "One. Two.\nThree.  Four"),
        (3, "Why? Because! So there."),
        (2, "“Will you?” he asked. “No!”"),
        (2, "He said no. (We did not.)"),
        (2, "He said “no”. They went."),
        (2, "It was on Dec. 17. “We refuse.”"),
        (2, "О! Мы против."),
        (1, "Yahoo! was there"),
        (1, "We met in the U.S. on Dec. 17 and left."),
        (1, "The U.S. Congress and Sen. J. Biden met Mr. Putin vs. Dr. No at 5 p.m. Moscow time."),
        (1, "Version 2.5 of No. 5 costs $3.50, e.g. in St. Petersburg."),
        (2, "He said no. We said yes."),
        (2, "See Article 5. The rest stays."),
        (2, "It was in 2014. 2015 came."),
        (2, "1. We refuse. 2. They agree."),
        (1, "We refuse … Never … Not now."),
        (1, "We refuse... Never... not now"),
        (1, "Das war am 17. Dezember 2021 in Genf."),
        (3, "Мы против. Они за. Все ушли."),
        (1, "В 2021 г. Россия и США, т. е. обе стороны, им. Ленина, ст. 5 и т. д. и т. п."),
        (3, "我们拒绝。他们同意。大家走了。"),
        (2, "他说：“不。我们不同意。”"),
        (1, "我们拒绝……再说。"),
        (2, "هل ترفض؟ نعم."),
        (3, "हम मना करते हैं। वे मानते हैं। सब गए।"),
    ],
)
def test_sentences_are_counted_in_any_script(number, text):
    assert count_sentences(text) == number
