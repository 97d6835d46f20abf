"""Which rows the filters of a list choose, for its page, its files and the read API alike."""

from ... import queries, search


def select_claims(filters, version):
    """Return the claims that the filters choose (a queryset)."""
    claims = search.find_claims(filters.qs, filters.chosen["q"])
    verdict, leaning = filters.chosen.get("verdict"), filters.chosen.get("leaning")
    if verdict is None and leaning is None:
        return claims
    snapshot = queries.get_snapshot(filters.scope, version)
    if verdict is not None:
        claims = claims.filter(proposal__in=_list_of_verdict(snapshot, verdict) if filters.has_verdicts else ())
    if leaning is not None:
        claims = claims.filter(proposal__in=_list_of_leaning(snapshot, leaning) if filters.negotiation else ())
    return claims


def _list_of_verdict(snapshot, wanted):
    decided = snapshot.get(queries.decide_verdicts).verdicts
    proposals = snapshot.get(queries.read_vocabulary).by_slug
    return queries.list_ids([proposals[slug].pk for slug, verdict in decided.items() if verdict.kind == wanted])


def _list_of_leaning(snapshot, wanted):
    return queries.list_ids([pk for pk, leaning in snapshot.get(queries.map_leanings).items() if leaning == wanted])


def choose_proposals(filters, listed):
    """Return those of the rows of proposals that have the topic, the verdict and the leaning that are chosen."""
    topics = {topic.pk for topic in filters.chosen["topic"]}
    kind, leaning = filters.chosen.get("verdict"), filters.chosen.get("leaning")
    return [
        row
        for row in listed
        if (not topics or row.proposal.topic_id in topics)
        and (not kind or row.verdict and row.verdict.kind == kind)
        and leaning in (None, row.leaning)
    ]


def choose_actors(filters, listed):
    """Return those of the rows of actors that are of the kind that is chosen."""
    kind = filters.chosen.get("kind")
    return [row for row in listed if kind in ("", None, row.actor.kind)]


def choose_moves(filters, snapshot):
    """Return the log of the moves that are chosen."""
    return snapshot.get(queries.choose_moves, make_move_choice(filters, snapshot))


def make_move_choice(filters, snapshot):
    return queries.MoveChoice(proposals=list_chosen_ids(filters, snapshot), **filters.chosen_ids)


def list_chosen_ids(filters, snapshot):
    """Return the ids of the proposals that are chosen, None where none is."""
    if not filters.chosen["topic"] and not filters.chosen["proposal"]:
        return None
    put_forward = snapshot.get(queries.list_put_forward).items()
    return frozenset(pk for pk, proposal in put_forward if filters.shows_proposal(proposal))


def ask_for_pairs(filters, snapshot):
    """Return the PairsRequest of the pairs that are chosen."""
    return queries.PairsRequest(
        str(filters.dimension_chosen),
        queries.KeptRows(filters.choose_actors(snapshot)),
        queries.KeptRows(filters.choose_proposals(snapshot)),
        filters.minimum,
    )


def order_actors(filters, actors, layouts):
    """Return the places of the actors in the order of the table: that of the tree where there is one, unless another
    is asked for."""
    places, wanted = range(len(actors)), filters.chosen.get("order")
    if wanted == "name":
        return sorted(places, key=lambda place: actors[place].short_name.casefold())
    if wanted == "side" or layouts.obstacle:
        return list(places)
    return layouts.tree.order
