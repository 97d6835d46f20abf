"""Rows chosen by any number of ids."""

import pytest

from claims.models import Topic
from claims.queries import ids
from tests.make import make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("most", [0, 2, 200])
def test_few_and_many_ids_choose_the_same_rows_in_one_query(most, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(ids, "MOST_ONE_BY_ONE", most)
    chosen = {make_topic().pk for _ in range(3)}
    make_topic()
    with django_assert_num_queries(1):
        assert {row.pk for row in Topic.objects.filter(pk__in=ids.list_ids([*chosen, 10**12]))} == chosen


def test_no_ids_ask_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not Topic.objects.filter(pk__in=ids.list_ids([]))
