"""Names in a file → the vocabulary: actors and proposals by slug, name, short name or alias, in any case of letters.

What is unknown becomes a new row where the import may create some; new rows are known by negative numbers until they
are saved.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from rapidfuzz import process

from ...models import Actor, ActorKind, Proposal, Side, Topic

IMPORTED = "Imported"  # the side and topic of what a file gives neither
LIKE_ENOUGH = 60  # of 100


class UnknownName(Exception):
    """A name that stands for no row, or for several; the text is the sentence for whoever wrote it."""


def folded(name):
    return on_one_line(name).casefold()


def on_one_line(name):
    """Return a name as the vocabulary holds it: a cell of a spreadsheet may have line breaks in it."""
    return " ".join(name.split())


def shortened(text, most):
    """Return a text of at most `most` characters, cut after a whole word and with “…” where it is longer."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut.rpartition(" ")[0]
    return f"{words.rstrip(' ,;:') or cut}…"


class NameIndex:
    """The rows of one model by their names; `new` are those to be created, number −1 first."""

    def __init__(self, model):
        self.model = model
        self.word = model._meta.verbose_name
        self.slugs = {}
        self.names = defaultdict(set)
        self.said = {}  # folded → as written, for proposing the nearest
        self.slug_of = {}
        self.new = []

    def learn(self, key, slug, *names):
        self.slugs[slug.casefold()] = key
        self.slug_of[key] = slug
        for name in names:
            if name.strip():
                self.names[folded(name)].add(key)
                self.said[folded(name)] = name.strip()

    def find(self, name):
        """Return the key of the row of this name, or None; raise Unknown where several have it."""
        wanted = folded(name)
        if wanted in self.slugs:
            return self.slugs[wanted]
        found = self.names.get(wanted, ())
        if len(found) > 1:
            slugs = ", ".join(sorted(self.slug_of[key] for key in found))
            raise UnknownName(f"“{name}” is the name of several ({slugs}): write the slug.")
        return next(iter(found), None)

    def unknown(self, name):
        """Return the fault for a name that is not found, with the nearest one that is known."""
        near = process.extractOne(folded(name), [*self.said, *self.slugs], score_cutoff=LIKE_ENOUGH)
        hint = f" Do you mean “{self.said.get(near[0], near[0])}”?" if near else ""
        return UnknownName(f"There is no {self.word} “{name}”.{hint}")

    def add(self, name, /, *names, slug=None, **fields):
        """Plan a new row; return its number. Raise Unknown where its fields are not valid."""
        row = self.model(slug=slug or self.free_slug(name), **fields)
        relations = [field.name for field in self.model._meta.fields if field.is_relation]
        try:
            row.clean_fields(exclude=relations)
        except ValidationError as error:
            raise UnknownName(" ".join(error.messages)) from None
        self.new.append(row)
        key = -len(self.new)
        self.learn(key, row.slug, name, *names)
        return key

    def free_slug(self, name):
        """Return a slug for a name that no row has."""
        most = self.model._meta.get_field("slug").max_length
        start = slugify(name)[: most - 8].strip("-_") or self.word
        slug, number = start, 1
        while slug.casefold() in self.slugs:
            number += 1
            slug = f"{start}-{number}"
        return slug


class FileVocabulary:
    """All names of the database, read at once; with `create`, unknown ones become new rows."""

    def __init__(self, create):
        self.create = create
        self.sides, self.topics = NameIndex(Side), NameIndex(Topic)
        self.actors, self.proposals = NameIndex(Actor), NameIndex(Proposal)
        self.speaks_for, self.kinds, self.side_of = {}, {}, {}
        self._known = {}
        for names in (self.sides, self.topics):
            for row in names.model.objects.all():
                names.learn(row.pk, row.slug, row.name)
        for actor in Actor.objects.order_by("pk"):
            self.actors.learn(actor.pk, actor.slug, actor.name, actor.short_name, *actor.aliases.splitlines())
            self._place(actor.pk, actor.kind, actor.side_id, actor.speaks_for_id)
        for row in Proposal.objects.order_by("pk"):
            self.proposals.learn(row.pk, row.slug, row.title, *row.aliases.splitlines())

    def holder(self, name, kind="", side=""):
        """Return the key of a holder; `kind` and `side` say what a new one is."""
        return self._resolve(self.actors, name, lambda: self._new_actor(name, kind or ActorKind.PARTY, side))

    def speaker(self, name, holder, own):
        """Return the key of a speaker: a new one is an official of the party for which it speaks first-hand, else
        an expert."""

        def new():
            if own and self.kinds.get(holder) == ActorKind.PARTY:
                return self._new_actor(name, ActorKind.OFFICIAL, side_key=self.side_of[holder], speaks_for=holder)
            return self._new_actor(name, ActorKind.EXPERT)

        return self._resolve(self.actors, name, new)

    def proposal(self, name, topic=""):
        return self._resolve(self.proposals, name, lambda: self._new_proposal(name, topic))

    def new(self):
        """Yield (Names, rows, {attname of a reference: Names that it is of}) in the order in which they are saved."""
        parties = [row for row in self.actors.new if row.kind != ActorKind.OFFICIAL]
        officials = [row for row in self.actors.new if row.kind == ActorKind.OFFICIAL]
        yield self.sides, self.sides.new, {}
        yield self.topics, self.topics.new, {}
        yield self.actors, parties, {"side_id": self.sides}
        yield self.actors, officials, {"side_id": self.sides, "speaks_for_id": self.actors}
        yield self.proposals, self.proposals.new, {"topic_id": self.topics}

    def _resolve(self, names, name, new):
        """Return what a name stands for, looked up once; raise Unknown, likewise."""
        key = names.model, name
        known = self._known.get(key)
        if known is None:
            try:
                known = names.find(name)
                if known is None:
                    if not self.create:
                        raise names.unknown(name)
                    known = new()
            except UnknownName as unknown:
                known = str(unknown)
            self._known[key] = known
        if isinstance(known, str):
            raise UnknownName(known)
        return known

    def _new_actor(self, name, kind, side="", side_key=None, speaks_for=None):
        if kind == ActorKind.OFFICIAL and speaks_for is None:
            raise UnknownName(
                f"“{name}” is an official: enter first for whom it speaks, or name the party as the holder."
            )
        name, side_key = on_one_line(name), side_key or self._group(self.sides, side)
        fields = {"name": name, "short_name": shortened(name, 30), "kind": kind}
        key = self.actors.add(name, side_id=side_key, speaks_for_id=speaks_for, **fields)
        self._place(key, kind, side_key, speaks_for)
        return key

    def _new_proposal(self, name, topic):
        name = on_one_line(name)
        title, number = shortened(name, 40), 1
        while folded(title) in self.proposals.names:
            number += 1
            title = f"{shortened(name, 40 - len(f' ({number})'))} ({number})"
        aliases = name if title != name else ""
        fields = {"title": title, "definition": name, "aliases": aliases}
        return self.proposals.add(name, title, topic_id=self._group(self.topics, topic), **fields)

    def _group(self, names, name):
        """Return the key of a side or topic, new where need be: outside the negotiation."""
        name = on_one_line(name) or IMPORTED
        found = names.find(name)
        return names.add(name, name=name) if found is None else found

    def _place(self, key, kind, side, speaks_for):
        self.kinds[key], self.side_of[key] = kind, side
        if speaks_for:
            self.speaks_for[key] = speaks_for
