"""Many rows that are written at once."""

import pytest
from django.db import DatabaseError, transaction

from claims.models import bulk_writes
from tests.make import make_claim

pytestmark = pytest.mark.django_db


def test_what_the_database_refuses_of_many_rows_is_an_error_of_djangos():
    """What psycopg raises while it copies, as over a full disk, is known to nobody who tells of it."""
    claim = make_claim()
    claim.pk, claim.quote = None, None
    with pytest.raises(DatabaseError), transaction.atomic():
        bulk_writes.insert_without_history([claim])
