"""What tests of the search index share: what is found, and that it follows every write."""

from claims import search
from claims.models import Claim
from claims.services.write_gate import editing
from tests.make import make_claim


def found(text):
    return list(search.find_claims(Claim.objects.all(), text))


def rewrite(claim, quote):
    with editing(None) as gate:
        row = gate.lock(Claim, claim.pk)
        row.quote = quote
        gate.save(row)


def delete(claim):
    with editing(None):
        claim.delete()


def assert_every_write_is_followed():
    new, changed, gone = make_claim(quote="Alpha."), make_claim(quote="Beta."), make_claim(quote="Gamma.")
    rewrite(changed, "Delta.")
    delete(gone)
    assert found("alpha") == [new] and found("delta") == [changed]
    assert not found("beta") and not found("gamma")
    Claim._base_manager.filter(pk=new.pk).update(quote="Epsilon.")
    assert found("epsilon") == [new] and not found("alpha")
    delete(new)
    delete(changed)
