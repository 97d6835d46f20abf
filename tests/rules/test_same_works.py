"""Two records are of one work by an address or a DOI, and perhaps by title and day."""

from datetime import date

import pytest

from claims.rules.same_works import SameBy, SameWorks, Work, fold_address, fold_doi

DAY = date(2022, 1, 10)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/a?b=c",
        "http://www.example.org/a/?b=c#part",
        "HTTPS://EXAMPLE.ORG:443/a?b=c&utm_source=x",
    ],
)
def test_an_address_is_one_however_it_is_written(other):
    assert fold_address(other) == "example.org/a?b=c"


@pytest.mark.parametrize(
    "other", ["https://example.org/A?b=c", "https://example.org/a", "https://example.org:8000/a?b=c"]
)
def test_other_addresses_are_others(other):
    assert fold_address(other) != "example.org/a?b=c"


@pytest.mark.parametrize("none", ["", "nonsense", "https://[", "https://example.org:x/", "javascript:alert(1)"])
def test_what_is_no_address_is_the_same_as_nothing(none):
    assert fold_address(none) == ""


@pytest.mark.parametrize("written", ["10.1/Ab", "doi:10.1/AB", "https://doi.org/10.1/ab", "http://dx.doi.org/10.1/ab"])
def test_a_doi_is_one_however_it_is_written(written):
    assert fold_doi(written) == "10.1/ab"


@pytest.mark.parametrize(
    ("other", "by"),
    [
        (Work("Other", "http://example.org/1/"), SameBy.ADDRESS),
        (Work("Other", doi="doi:10.1/X"), SameBy.DOI),
        (Work("Other", url="https://doi.org/10.1/x"), SameBy.DOI),
        (Work("geneva TALKS", day=DAY), SameBy.TITLE_AND_DAY),
        (Work("Geneva talks"), SameBy.TITLE),
        (Work("Geneva talks", day=date(2022, 1, 11)), None),
        (Work("Other"), None),
        (Work(""), None),
    ],
)
def test_a_work_is_met_again(other, by):
    works = SameWorks()
    works.learn(7, Work("Geneva talks", "https://example.org/1", "10.1/x", DAY))
    works.learn(8, Work("", ""))
    assert works.find(other) == (by and (7, by))
