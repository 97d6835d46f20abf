"""Every address of the site with sample arguments, and a world of any size to walk it in.

A new named URL without sample arguments here fails the walk, so that none escapes what the walk checks.
"""

from datetime import date, timedelta
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlencode
from zipfile import ZipFile

from django.urls import get_resolver, reverse

from claims import queries
from claims.rules.scales import Attribution, Dimension
from claims.wording.pictures import CARDED, PICTURED
from claims.wording.sharing import EMBEDDED, write_embed_path
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_event,
    make_negotiation,
    make_outcome,
    make_part,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_wording,
    the_negotiation,
    through_one_gate,
)
from tests.make_releases import make_release, pack

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
XML, TEXT_XML = "application/xml", "text/xml; charset=utf-8"
JSON, ATOM, SVG, PNG = "application/json", "application/atom+xml; charset=utf-8", "image/svg+xml", "image/png"


class Stop(NamedTuple):
    """A stop of the walk: the name of its URL, its arguments in the world, and the queries that it takes, first with
    nothing kept in memory and then again."""

    name: str
    args: tuple
    queries: int
    again: int

    def path(self):
        return reverse(self.name, args=self.args)


class SharedStop(NamedTuple):
    """What is shared of the site: what it is, its address, the type of its answer, and the queries that it takes, first
    with nothing kept in memory and then again."""

    name: str
    address: str
    kind: str
    queries: int
    again: int

    def path(self):
        return self.address


class World(NamedTuple):
    """The rows that the walk's arguments name."""

    holder: object
    proposal: object
    source: object
    claim: object
    pair: tuple  # two actors who have both spoken, in the order of actors
    hangs_on_others: bool = True  # whether conditions name other proposals, of which something became

    @property
    def moved(self):
        """The actor of the two that moved, whatever the size of the world."""
        return next(actor for actor in self.pair if actor != self.holder)


@through_one_gate
def make_world(size):
    """Make `size` of each model, most claims of one holder on one proposal, so that every page grows with it; beside
    them a partner with whom the holder can be compared, and from a size of five, others with whom both can."""
    sides = [make_side(negotiates=number < 2) for number in range(size)]
    holder = make_actor(side=sides[0])
    actors = [holder, *(make_actor(side=sides[number % len(sides)]) for number in range(1, size))]
    topics = [make_topic() for _ in range(size)]
    proposal = make_proposal(topic=topics[0], proposers=[holder])
    others = [make_proposal(topic=topic, proposers=[holder], part_of=proposal) for topic in topics[1:]]
    # But for the first four, whose values tell how far actors agree, each is in the one before too.
    for package, part in zip(others[4:], others[5:], strict=False):
        make_part(package, part)
    sources = [make_source(fully_coded_by="us", fully_coded_on=date(2022, 2, 1)) for _ in range(size)]
    claim = make_claim(holder=holder, proposal=proposal, source=sources[0])
    for number in range(1, size):
        conditions = {"conditions": "if asked", "depends_on": others[0].slug} if number % 3 == 0 else {}
        on = proposal if number % 2 else others[number % len(others)]
        make_claim(
            value=number % 5 - 2,
            holder=holder if number % 2 else actors[number],
            proposal=on,
            source=sources[number],
            attribution=Attribution.ATTRIBUTED if number % 4 == 0 else Attribution.OWN,
            dimension=list(Dimension)[number % 3],
            said_on=date(2022, 1, 17) - timedelta(days=number),
            **conditions if on != others[0] else {},
        )
    for number in range(size):
        day = date(2022, 3, 3) + timedelta(days=number)
        make_outcome(proposal=proposal, source=sources[number], day=day, locator=f"p. {number + 1}")
        make_outcome(proposal=[proposal, *others][number], source=sources[0], day=day, status="draft")
        if number:
            make_outcome("refused", proposal=others[number - 1], source=sources[number], day=day)
        make_search(holder=actors[number], proposal=proposal, **({"why": "no vote"} if number % 4 == 3 else {}))
        make_search(holder=holder, proposal=proposal)
        make_remark(holder=holder if number % 2 else None, proposal=proposal)
        make_remark(holder=holder, proposal=proposal)
        contradiction = make_contradiction(holder=holder, proposal=proposal, source=sources[number])
        if number % 2 == 0:
            make_answer(contradiction)
        make_wording(proposal, [holder], day=day, source=sources[number])
        make_event(first_day=day, source=sources[number], place="Geneva", description="They met.")
    partner = make_actor(side=sides[-1])
    make_claim(value=1, holder=partner, proposal=proposal, source=sources[0])
    make_claim(value=-1, holder=partner, proposal=proposal, source=sources[0], said_on=date(2021, 12, 1))  # it moved
    for actor in [holder, partner, *actors[1:4]] if size > 4 else ():  # enough for a tree and a map
        for number, part in enumerate(others[:4]):
            make_claim(value=(number + actor.pk) % 5 - 2, holder=actor, proposal=part, source=sources[0])
    expert = make_actor("expert", side=sides[-1], principal=False)
    for number in range(size):  # what the expert expects, of the proposal and of the holder
        said_on = date(2021, 11, 1) + timedelta(days=number)
        make_claim(1, expert, proposal=proposal, source=sources[number], dimension="prospects", said_on=said_on)
        forecast = {"attribution": Attribution.PREDICTED, "speaker": expert}
        make_claim(-1, holder, proposal=proposal, source=sources[number], said_on=said_on, **forecast)
    elsewhere = make_topic(negotiation=make_negotiation())
    for number in range(size):  # and as many claims in another negotiation
        make_claim(holder=holder, proposal=make_proposal(topic=elsewhere), source=sources[number])
    make_claim(holder=partner, proposal=make_proposal(topic=elsewhere), source=sources[0])
    make_releases(holder)
    actors_in_order = queries.read_vocabulary_alone(negotiations=(the_negotiation().pk,)).actors.values()
    pair = tuple(actor for actor in actors_in_order if actor in (holder, partner))
    return World(holder, proposal, sources[0], claim, pair, size > 1)


def make_releases(holder):
    """Make two releases of the talks: in the first the claims of one holder are not yet there."""
    whole, less = pack(), BytesIO()
    with ZipFile(BytesIO(whole)) as read, ZipFile(less, "w") as written:
        for name in read.namelist():
            lines = read.read(name).decode().splitlines(keepends=True)
            gone = f",{holder.slug}," if name == "claims.csv" else None
            written.writestr(name, "".join(line for line in lines if gone is None or gone not in line))
    make_release(package=less.getvalue(), verdicts={"a-b": "open", "c-d": "open"})
    make_release(package=whole, verdicts={"a-b": "contested", "e-f": "open"}, notes="New: one round.")


# Where there is one negotiation alone they lead to a page of that.
OF_SEVERAL = {"claims:negotiations", "claims:actor-everywhere", "claims:claims-everywhere"}
OF_RELEASES = {"claims:release", "claims:release-changes"}  # where nothing was released there are none


def of_one(name, args, queries, again):
    """Return a stop at a page of the negotiation of the world."""
    return Stop(name, (the_negotiation().slug, *args), queries, again)


def stops(world):
    """Return the walk: every page for readers, with the queries that each takes whatever the size of the world.

    Each reads the data version first, the negotiations and, for its foot, what all published claims rest on. What is
    kept of the whole table: actors, their parts and proposals; the principals' positions, for verdicts; the claims of
    each dimension; how many sources are fully coded. Each page with filters offers days, with the
    events among them where it is of one negotiation.
    """
    return [
        # version, negotiations; of each of the two: actors, participants, proposals, packages, positions, three
        # dimensions, outcomes; of one the claims before them
        Stop("claims:negotiations", (), 25, 1),
        # version, negotiations, the actor, the numbers of its claims, where it takes part; of each of the two: actors,
        # participants, proposals, three dimensions, packages, stances; of the one where it moved the claims of
        # the moves, their days, the quotes
        Stop("claims:actor-everywhere", (world.moved.slug,), 23, 9),
        # version, negotiations, count, what is counted of them, rows
        Stop("claims:claims-everywhere", (), 6, 2),
        Stop("claims:suggest-everywhere", ("actor",), 2, 1),  # version, negotiations
        # version, actors, participants, proposals, packages, positions, three dimensions, fully coded,
        # searches, memberships, claims of the cells, outcomes and the claims before them, events, proposers
        of_one("claims:matrix", (), 19, 1),
        # version, actors, participants, proposals, packages, positions, three dimensions, claims of the cells and where
        # each comes from; of conditions, what says them; fully coded; outcomes and the claims before them; who
        # put each forward; what waits; what verdicts depend on, as below
        of_one("claims:common-ground", (), 22, 3),
        # version, actors, participants, proposals, all claims of the principals, the source of each, these sources
        of_one("claims:robustness", (), 10, 1),
        # version, actors, participants, proposals, three dimensions; of two days positions, stances before and after,
        # claims that prove them; the moves; outcomes
        of_one("claims:changes", (), 19, 7),
        # version, actors, participants, proposals, the moves of two dimensions, claims of the moves, their days
        of_one("claims:moves", (), 12, 4),
        of_one("claims:moves-feed", (), 9, 1),
        # besides: latest positions, those of the principals, claims of the places and of what these name, their days;
        # outcomes, their days
        of_one("claims:changes-feed", (), 15, 1),
        # version, actors, participants, proposals, three dimensions, claims that are near, remarks, claims of the page
        of_one("claims:contradictions", (), 13, 2),
        # version, actors, participants, proposals, two dimensions, claims of the lanes, events
        of_one("claims:timeline", (), 10, 2),
        # version, actors, participants, proposals, packages, claims of the dimension
        of_one("claims:agreement", (), 9, 1),
        # version, actors, participants, proposals, packages, positions, claims of the dimension; claims of the terms,
        # where these come from; claims of the cells, those that decide, fully coded
        of_one("claims:pair", tuple(actor.slug for actor in world.pair), 14, 3),
        Stop("claims:method", (), 3, 1),
        Stop("claims:method-page", ("codebook",), 3, 1),
        Stop("claims:search", (), 3, 1),  # what it finds: tests/reader/test_search_page.py
        of_one("claims:suggest", ("actor",), 2, 1),
        # version, actors, participants, proposals, positions, fully coded, claims of the cell, memberships, searches,
        # remarks, outcomes
        of_one("claims:cell", (world.proposal.slug, world.holder.slug), 12 + world.hangs_on_others, 4),
        # version, actors, participants, proposals, three dimensions, memberships, searches, fully coded
        of_one("claims:coverage", (), 13, 1),
        # version, actors, participants, proposals, packages, positions, three dimensions, proposers, outcomes and the
        # claims before them
        of_one("claims:proposals", (), 15, 1),
        # version, actors, participants, proposals, packages, positions, proposers, fully coded, stances, memberships,
        # count and rows of its claims, those that explain the verdict and the conditions, remarks, outcomes and the
        # claims before them, wordings, by whom they are; prospects, claims of the lanes, events
        of_one("claims:proposal", (world.proposal.slug,), 24 + 3 * world.hangs_on_others, 9),
        # version, actors, participants, proposals, three dimensions, speakers, memberships, proposers
        of_one("claims:actors", (), 13, 1),
        # version, actors, participants, proposals, positions, three dimensions, stances, memberships, fully coded,
        # count and rows of its own claims, what others say of it, what it says of others, outcomes and the claims
        # before them, claims of the lanes, events; its claims that may contradict each other, remarks, those that do
        of_one("claims:actor", (world.holder.slug,), 24, 8),
        # version, actors, participants, proposals, forecasts, the stances of their cells, prospects, outcomes, claims
        # of the list
        of_one("claims:experts", (), 12, 2),
        # version, numbers of claims, outcomes, wordings, sources, their codings
        Stop("claims:sources", (), 8, 1),
        # version, source, the negotiations that cite it, its codings, the proposals added since, count and rows of its
        # claims, wordings, by whom they are, outcomes
        Stop("claims:source", (world.source.slug,), 12, 9),
        # version, actors, participants and proposals, which tell whether there are verdicts, count, what is
        # counted of them, rows
        of_one("claims:claims", (), 10, 2),
        # version, claim, its published versions; actors, participants and proposals, which tell the menu whether there
        # are verdicts
        Stop("claims:claim", (world.claim.public_id,), 8, 3),
        # version, negotiations, releases, their files; whether there are verdicts, and what all rest on
        of_one("claims:releases", (), 8, 3),
        # besides: of each release its file and the parts of this
        of_one("claims:release", ("2",), 14, 3),
        of_one("claims:release-changes", ("1", "2"), 12, 3),
    ]


def downloads(world):
    """Return the pages that download, with the queries that each download takes with nothing kept in memory, and
    then again."""
    return [
        # version, actors, participants, proposals, packages, positions, three dimensions, claims of the cells, and why
        # blanks are blank: what was searched, fully coded, memberships; outcomes and the claims before them
        of_one("claims:matrix", (), 16, 2),
        of_one("claims:common-ground", (), 16, 2),
        # version, actors, participants, proposals, all claims of the principals, the source of each, these sources
        of_one("claims:robustness", (), 8, 1),
        # version, actors, participants, proposals, claims, packages, sides of actors and of officials
        of_one("claims:timeline", (), 9, 5),
        # version, actors, participants, proposals, keys of three dimensions; of two days claims of the cells; quotes
        of_one("claims:changes", (), 14, 4),
        # version, actors, participants, proposals, keys of two dimensions, claims of the cells, their days, the quotes
        of_one("claims:moves", (), 10, 4),
        # version, actors, participants, proposals, three dimensions, claims that are near, remarks, claims of the rows
        of_one("claims:contradictions", (), 11, 2),
        # version, actors, participants, proposals, three dimensions, memberships, searches, fully coded
        of_one("claims:coverage", (), 11, 1),
        # version, actors, participants, proposals, packages, claims of the dimension
        of_one("claims:agreement", (), 7, 1),
        of_one("claims:pair", tuple(actor.slug for actor in world.pair), 7, 1),
        # version, actors, participants, proposals, packages, positions, three dimensions, proposers, outcomes and the
        # claims before them
        of_one("claims:proposals", (), 13, 1),
        # version, actors, participants, proposals, claims, packages, sides of actors and of officials, wordings, by
        # whom they are
        of_one("claims:proposal", (world.proposal.slug,), 11, 7),
        # version, actors, participants, proposals, three dimensions, speakers, memberships, proposers
        of_one("claims:actors", (), 11, 1),
        # version, actors, participants, proposals, claims, packages, sides of actors and of officials
        of_one("claims:actor", (world.holder.slug,), 9, 5),
        # version, actors, participants, proposals, forecasts, the stances of their cells, prospects, outcomes, claims
        of_one("claims:experts", (), 10, 2),
        # version, negotiations, numbers of claims, outcomes, wordings, sources, their codings
        Stop("claims:sources", (), 7, 1),
        # version, negotiations, source, claims, packages, sides of actors and of officials
        Stop("claims:source", (world.source.slug,), 7, 6),
        # version, claims, packages, sides of actors and of officials
        of_one("claims:claims", (), 6, 5),
    ]


def shared_stops(world):
    """Return what other sites, search engines and programs ask for, with the queries that each takes.

    What is made of a page takes as many as that page does: an embed, a picture, a card and what oEmbed tells.
    """
    pages = {stop.name.removeprefix("claims:"): stop for stop in stops(world)}
    made = [
        *((f"embed of {name}", write_embed_path(pages[name].path()), HTML, pages[name]) for name in EMBEDDED),
        *((f"oembed of {name}", ask_oembed(pages[name], "json"), JSON, pages[name]) for name in CARDED),
        ("oembed of matrix as XML", ask_oembed(pages["matrix"], "xml"), TEXT_XML, pages["matrix"]),
        *((f"card of {name}", f"{pages[name].path()}?picture=card", PNG, pages[name]) for name in CARDED),
        *((f"picture of {name}", f"{pages[name].path()}?picture=svg", SVG, pages[name]) for name in PICTURED),
    ]
    talks = the_negotiation().slug
    return [
        *(SharedStop(name, path, kind, page.queries, page.again) for name, path, kind, page in made),
        # version, negotiations, counts of proposals, claims and sources
        SharedStop("sharing:sitemaps", reverse("sharing:sitemaps"), XML, 5, 4),
        SharedStop("sharing:sitemap of pages", reverse("sharing:sitemap", args=["pages"]), XML, 2, 1),
        # version, negotiations, count, rows
        *(
            SharedStop(f"sharing:sitemap of {rows}", reverse("sharing:sitemap", args=[rows]), XML, 4, 3)
            for rows in ("proposals", "claims", "sources")
        ),
        SharedStop("sharing:robots", reverse("sharing:robots"), TEXT, 1, 1),
        # version, negotiations, latest versions, when they came, claims
        SharedStop("sharing:claims-feed", reverse("sharing:claims-feed", args=[talks]), ATOM, 5, 4),
    ]


def ask_oembed(stop, form):
    """Return the address at which oEmbed tells of a page."""
    return f"{reverse('sharing:oembed')}?{urlencode({'url': f'http://testserver{stop.path()}', 'format': form})}"


def names_for_readers():
    """Return the names of all URLs of the app, from the URLconf itself."""
    return list_names("claims")


def list_names(namespace):
    """Return the names of all URLs of a namespace."""
    _, resolver = get_resolver().namespace_dict[namespace]
    return {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
