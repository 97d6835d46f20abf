"""Fill a new database with the seeds and some editing, to be saved as it stands at a landed state:

export DATA_DIR=$(mktemp -d)
python manage.py migrate && python manage.py load_seeds && python -m tests.upgrades.fill
python manage.py backup tests/upgrades/NAME.backup
"""

import os
from datetime import date

import django


def fill():
    from claims.models import Actor, Claim, Negotiation, Proposal, Source
    from claims.rules.documents import DocumentType, PageStart
    from claims.services.batches import finish
    from claims.services.corrections import propose
    from claims.services.original_files import NewOriginal, keep_original
    from claims.services.readings import ReadText, mark_read
    from claims.services.review_comments import comment
    from claims.services.vocabulary import carry_out
    from claims.services.vocabulary_merges import VocabularyMerge
    from claims.services.write_gate import editing
    from tests.make import (
        change,
        make_actor,
        make_answer,
        make_batch,
        make_batch_coder,
        make_blind_coding,
        make_blind_suggestion,
        make_change,
        make_claim,
        make_coding,
        make_event,
        make_member,
        make_outcome,
        make_part,
        make_participant,
        make_profile,
        make_proposal,
        make_remark,
        make_search,
        make_settlement,
        make_source,
        make_user,
        make_wording,
    )
    from tests.make_releases import make_release
    from tests.one_time_codes import give_second_factor

    analyst, reviewer = make_user("analyst", "upgrade-analyst"), make_user("reviewer", "upgrade-reviewer")
    give_second_factor(reviewer)
    moved = make_actor(by=reviewer, principal=False, until=date(2022, 2, 23))
    make_participant(moved, by=reviewer, since=date(2022, 2, 24))
    coalition = make_actor("coalition", by=reviewer, article="the-full-name", plural=True)
    make_member(moved, coalition, by=reviewer, until=date(2022, 1, 31))
    make_member(moved, coalition, by=reviewer, since=date(2022, 3, 1))
    added = {
        "added_on": date(2026, 11, 24),
        "withdrawn_on": date(2022, 2, 24),
        "full_title": "A title in full",
    }  # a day after the seeds were coded
    kept = {
        "proposal": make_proposal(by=reviewer, **added),
        "source": make_source(text="It was said in Zürich.", by=analyst, leaked=True, grade="C", csl={"volume": "3"}),
    }
    pages = (PageStart(0, "i"), PageStart(7, "1"))
    original = NewOriginal("zürich.pdf", b"%PDF-1.4", DocumentType.PDF, "pypdf", "7.1.1", mended=2, pages=pages)
    with editing(analyst) as gate:
        keep_original(gate, kept["source"].texts.get(), original)
    for status in ("draft", "in-review", "returned", "published", "withdrawn"):
        make_claim(status=status, quote="said in Zürich", by=analyst, note=f"As {status}.", **kept)
    for status in ("draft", "in-review", "returned", "published", "withdrawn"):
        make_outcome(status=status, quote="said in Zürich", by=analyst, note=f"As {status}.", **kept)
    for published in (True, False):
        make_search(by=analyst, published=published, proposal=kept["proposal"])
        make_search(by=analyst, published=published, proposal=kept["proposal"], why="it has no vote")
        make_remark(by=analyst, published=published, proposal=kept["proposal"])
        make_answer(by=analyst, published=published)
    make_claim(value=None, label="Defer", quote="It was said", by=analyst, **kept)
    expected = {"dimension": "prospects", "by_when": date(2027, 3, 1), "probability": 30, "argument": "it was said"}
    make_claim(value=-1, quote="It was said", quote_language="de", translation="Es", by=analyst, **expected, **kept)
    make_claim(covers="the first article", quote="It was said", by=analyst, **kept)
    make_claim(quote="It was said", by=analyst, said_on=date(2022, 1, 20), confirmed="said-later", **kept)
    make_part(kept["proposal"], make_proposal(by=reviewer, part_of=make_proposal(by=reviewer)), by=reviewer, order=2)
    wording = make_wording(kept["proposal"], by=reviewer, source=kept["source"])
    make_claim(quote="It was said", wording=wording, covers="the second article", by=analyst, **kept)
    make_outcome(quote="said in Zürich", wording=wording, day=date(2022, 3, 4), by=analyst, **kept)
    told = {"last_day": date(2022, 1, 13), "place": "Zürich", "description": "They met.", "locator": "p. 1"}
    make_event(by=reviewer, source=kept["source"], **told)
    coding = make_coding(kept["source"], by=analyst)
    change(coding, fully_coded_by="Ann and Ben", fully_coded_on=date(2022, 3, 1))
    make_change(coding=coding, by=analyst, reason="read again", fully_coded_on="2022-04-01")
    asked = make_claim(status="returned", quote="It was", by=analyst, **kept)
    comment(asked, "Which day?", user=reviewer)
    comment(asked, "The 17th.", user=analyst)
    gone = make_claim(quote="said in Zürich", by=analyst, **kept)
    outlived = make_source(text="A text that outlives its source.", by=reviewer)
    with editing(reviewer, "a team of two") as gate:
        negotiation = Negotiation.objects.get()
        gate.save(negotiation)
        negotiation.team.set([analyst, reviewer])
    with editing(reviewer, "a better word", operator=True) as gate:
        claim = gate.lock(Claim, Claim.objects.published().earliest("pk").pk)
        claim.conditions = "if asked, an editor thinks"
        claim.save()
        source = gate.lock(Source, claim.source_id)
        source.publisher = f"{source.publisher} (online)"
        source.save()
        gone.delete()
        outlived.delete()
    propose(claim, user=reviewer, version=claim.version)
    batch = make_batch([kept["source"]], [analyst, reviewer], by=reviewer, title="Twice", note="Read all.")
    mark_read(ReadText(kept["source"], batch.negotiation, kept["source"].read_text(), batch), [1], user=analyst)
    for coder in batch.coders.all():
        coding = make_blind_coding(coder=coder, quote="said in Zürich", proposal=kept["proposal"], by=coder.user)
        finish(coder, user=coder.user)
    change(coding, settlement=make_settlement(coding, by=reviewer, decision="edited", reason="a better word"))
    blind = make_batch([kept["source"]], by=reviewer, stratum="source", share=50)
    for user in (analyst, reviewer):
        make_blind_suggestion(make_batch_coder(blind, user, by=reviewer), by=user)
    make_profile(by=analyst)
    make_release(batch.negotiation, by=reviewer, verdicts={kept["proposal"].slug: "open"})
    topic = kept["proposal"].topic
    make_actor(side=None, suggestion="waiting"), make_proposal(topic=topic, suggestion="refused")
    for model, gone, stays in (
        (Actor, make_actor(side=None), moved),
        (Proposal, make_proposal(topic=topic), kept["proposal"]),
        (Source, make_source(), kept["source"]),
    ):
        carry_out(VocabularyMerge(model, gone.pk, stays.pk), user=reviewer, reason="they mean the same")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    fill()
