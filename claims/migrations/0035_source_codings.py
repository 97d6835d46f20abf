"""By whom and when a source was fully coded stands in a row for each negotiation; before, it stood in the source and
counted for every negotiation in which the source was cited."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


NAMES = {'fully_coded_by', 'fully_coded_on'}
CITING = (
    ('Claim', 'proposal__negotiation'),
    ('Outcome', 'proposal__negotiation'),
    ('Wording', 'proposal__negotiation'),
    ('Event', 'negotiation'),
)
NOTHING = ('', None)
ACT = ('history_date', 'history_user_id', 'history_change_reason')
BATCH = 500


def give_codings(apps, schema_editor):
    """Give each source that is or was fully coded a coding for each negotiation in which anything cites it, drafts
    included, or for the only negotiation where nothing does; with those versions of it in which the columns changed, and
    what was proposed of them. Of sources that were deleted nothing is kept of theirs."""
    connection = schema_editor.connection
    codings, versions = get_managers(apps, connection, 'SourceCoding', 'HistoricalSourceCoding')
    changes, citing = list_changes(apps, connection), list_citing(apps, connection)
    made = []
    for source, told in changes.items():
        fully_coded_by, fully_coded_on = told[-1][1]
        for negotiation in citing(source):
            said = {'fully_coded_by': fully_coded_by, 'fully_coded_on': fully_coded_on, 'version': len(told)}
            made.append(codings.model(source_id=source, negotiation_id=negotiation, **said))
    codings.bulk_create(made, batch_size=BATCH)
    versions.bulk_create(
        [
            versions.model(
                id=coding.pk, source_id=coding.source_id, negotiation_id=coding.negotiation_id, version=version,
                fully_coded_by=fully_coded_by, fully_coded_on=fully_coded_on, history_type='+' if version == 1 else '~',
                **read_act(row),
            )
            for coding in made
            for version, (row, (fully_coded_by, fully_coded_on)) in enumerate(changes[coding.source_id], start=1)
        ],
        batch_size=BATCH,
    )
    hand_over_proposed(apps, connection, changes, citing)
    settle(connection)


def list_changes(apps, connection):
    """Return source → [(version of it, what the columns said)] of each version in which they changed."""
    sources, kept = get_managers(apps, connection, 'Source', 'HistoricalSource')
    sources, kept = sources.only('version', *NAMES), kept.only('id', 'version', *NAMES, *ACT)
    said_anything = ~models.Q(fully_coded_by='')
    ever = {*sources.filter(said_anything).values_list('pk', flat=True)}
    ever |= {*kept.filter(said_anything).values_list('id', flat=True)}
    earlier = {}
    for row in kept.exclude(history_type='-').order_by('id', 'history_date', 'history_id').iterator():
        if row.id in ever:
            earlier.setdefault(row.id, []).append(row)
    changes = {}
    for source in sources.order_by('pk').iterator():
        last = NOTHING
        for row in [*earlier.get(source.pk, ()), source] if source.pk in ever else ():
            said = (row.fully_coded_by.replace('|', '/'), row.fully_coded_on)
            if said != last:
                changes.setdefault(source.pk, []).append((row, said))
            last = said
    return changes


def list_citing(apps, connection):
    """Return a function that gives the ids of the negotiations in which a source (its id) is cited, in their order."""
    (negotiations,) = get_managers(apps, connection, 'Negotiation')
    keys = [*negotiations.order_by('pk').values_list('pk', flat=True)]
    only = keys if len(keys) == 1 else []
    cited = {}
    for name, path in CITING:
        (rows,) = get_managers(apps, connection, name)
        for source, negotiation in rows.exclude(source=None).order_by().values_list('source', path).distinct():
            cited.setdefault(source, set()).add(negotiation)
    return lambda source: sorted(cited.get(source, only))


def read_act(row):
    """Return when and by whom a version was written, and why, as a history keeps it."""
    return {
        'history_date': getattr(row, 'history_date', None) or timezone.now(),
        'history_user_id': getattr(row, 'history_user_id', None),
        'history_change_reason': getattr(row, 'history_change_reason', None) or '',
    }


def hand_over_proposed(apps, connection, changes, citing):
    """Let what was proposed of the columns be proposed of the codings, in a change of its own for each, with its
    history; where nothing else was proposed with it, the change itself becomes that of the first."""
    proposed, acts, codings, versions = get_managers(
        apps, connection, 'PendingChange', 'HistoricalPendingChange', 'SourceCoding', 'HistoricalSourceCoding'
    )
    for change in proposed.exclude(source=None).order_by('pk'):
        if not NAMES & change.fields.keys():
            continue
        targets = [*codings.filter(source_id=change.source_id).order_by('negotiation_id')]
        targets = targets or [make_empty(codings, versions, change.source_id, key) for key in citing(change.source_id)]
        known = [row.version for row, _ in changes.get(change.source_id, ())]
        of_others = bool(change.fields.keys() - NAMES or change.text_id or change.takes_text_away)
        for target in targets if of_others else targets[1:]:
            copy = proposed.get(pk=change.pk)
            copy.pk, copy._state.adding = None, True
            propose_of(copy, target, known)
            copy.save(force_insert=True)
            for act in acts.filter(id=change.pk).order_by('history_id'):
                act.history_id, act._state.adding, act.id = None, True, copy.pk
                propose_of(act, target, known)
                act.save(force_insert=True)
        for row in [change, *acts.filter(id=change.pk)] if targets else ():
            if of_others:
                row.fields = {name: value for name, value in row.fields.items() if name not in NAMES}
            else:
                propose_of(row, targets[0], known)
            row.save()


def propose_of(row, coding, known):
    """Let a change, or a version of one, be of a coding, which has a version for each of these `known` ones of its
    source."""
    said = {name: value for name, value in row.fields.items() if name in NAMES}
    said |= {'fully_coded_by': said['fully_coded_by'].replace('|', '/')} if 'fully_coded_by' in said else {}
    at = sum(version <= row.target_version for version in known) if known else coding.version
    row.source_id, row.coding_id, row.fields, row.target_version = None, coding.pk, said, at
    row.text_id, row.takes_text_away, row.confirmed = None, False, ''


def make_empty(codings, versions, source, negotiation):
    """Make a coding that says nothing yet, of which something is proposed."""
    coding = codings.create(source_id=source, negotiation_id=negotiation, version=1)
    versions.create(
        id=coding.pk, source_id=source, negotiation_id=negotiation, version=1, history_type='+',
        history_date=timezone.now(), history_change_reason='',
    )
    return coding


def put_codings_back(apps, schema_editor):
    """Give sources the columns again: of several codings the newest counts."""
    connection = schema_editor.connection
    sources, kept, codings, versions = get_managers(
        apps, connection, 'Source', 'HistoricalSource', 'SourceCoding', 'HistoricalSourceCoding'
    )
    last = {coding.source_id: coding for coding in codings.order_by(models.F('fully_coded_on').asc(nulls_first=True), 'pk')}
    of_coding = {}
    for version in versions.exclude(history_type='-').order_by('history_date', 'history_id').iterator():
        of_coding.setdefault(version.id, []).append(version)
    for source, coding in last.items():
        sources.filter(pk=source).update(fully_coded_by=coding.fully_coded_by, fully_coded_on=coding.fully_coded_on)
        for row in kept.filter(id=source):
            then = [one for one in of_coding.get(coding.pk, ()) if one.history_date <= row.history_date]
            if then:
                kept.filter(pk=row.pk).update(fully_coded_by=then[-1].fully_coded_by, fully_coded_on=then[-1].fully_coded_on)
    give_back_proposed(apps, connection)
    (loaded,) = get_managers(apps, connection, 'LoadedRow')
    loaded.filter(kind='sourcecoding').delete()  # loading makes them anew, once they are known again
    settle(connection)


def give_back_proposed(apps, connection):
    """Let what was proposed of codings be proposed of their sources."""
    proposed, acts, codings, sources = get_managers(
        apps, connection, 'PendingChange', 'HistoricalPendingChange', 'SourceCoding', 'Source'
    )
    for change in proposed.exclude(coding=None).order_by('pk'):
        coding = codings.get(pk=change.coding_id)
        current = change.target_version == coding.version
        version = sources.values_list('version', flat=True).get(pk=coding.source_id) if current else 0
        for row in [change, *acts.filter(id=change.pk)]:
            row.source_id, row.coding_id, row.target_version = coding.source_id, None, version
            row.save()


def get_managers(apps, connection, *names):
    return [apps.get_model('claims', name)._base_manager.using(connection.alias) for name in names]


def settle(connection):
    if connection.vendor == 'postgresql':
        connection.check_constraints()  # no later operation could alter a table with checks pending


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0034_full_titles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSourceCoding',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('fully_coded_by', models.CharField(blank=True, help_text='Who coded every passage of it for this negotiation; empty while it is not.', max_length=80, verbose_name='fully coded by')),
                ('fully_coded_on', models.DateField(blank=True, help_text='When it was last read for every proposal of the negotiation: after reading it again, the day of that.', null=True, verbose_name='fully coded on')),
                ('history_change_reason', models.TextField(blank=True, default='', verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('negotiation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.negotiation')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.source')),
            ],
            options={
                'verbose_name': 'historical coding of a source',
                'verbose_name_plural': 'historical codings of sources',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SourceCoding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('fully_coded_by', models.CharField(blank=True, help_text='Who coded every passage of it for this negotiation; empty while it is not.', max_length=80, verbose_name='fully coded by')),
                ('fully_coded_on', models.DateField(blank=True, help_text='When it was last read for every proposal of the negotiation: after reading it again, the day of that.', null=True, verbose_name='fully coded on')),
                ('negotiation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codings', to='claims.negotiation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codings', to='claims.source')),
            ],
            options={
                'verbose_name': 'coding of a source',
                'verbose_name_plural': 'codings of sources',
                'ordering': ['negotiation', models.OrderBy(models.F('fully_coded_on'), descending=True, nulls_last=True), 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='sourcecoding',
            constraint=models.UniqueConstraint(fields=('source', 'negotiation'), name='source_coding_once', violation_error_message='This source has a line for this negotiation already.'),
        ),
        migrations.AddConstraint(
            model_name='sourcecoding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fully_coded_by', ''), ('fully_coded_on__isnull', True)), models.Q(models.Q(('fully_coded_by', ''), _negated=True), ('fully_coded_on__isnull', False)), _connector='OR'), name='source_coding_by_and_on', violation_error_message='A fully coded source says by whom and when: fill in both or neither.'),
        ),
        migrations.AddConstraint(
            model_name='sourcecoding',
            constraint=models.CheckConstraint(condition=models.Q(('fully_coded_by__contains', '|'), _negated=True), name='source_coding_by_without_bar', violation_error_message='Who coded it is written without “|”, which separates codings in files.'),
        ),
        migrations.AddField(
            model_name='historicalpendingchange',
            name='coding',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.sourcecoding'),
        ),
        migrations.AddField(
            model_name='pendingchange',
            name='coding',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='claims.sourcecoding'),
        ),
        migrations.RemoveConstraint(
            model_name='pendingchange',
            name='pending_change_of_one_row',
        ),
        migrations.RunPython(give_codings, put_codings_back),
        migrations.AddConstraint(
            model_name='pendingchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('coding', None), ('outcome', None), ('remark', None), ('search', None), ('source__isnull', False)), models.Q(('coding__isnull', False), ('outcome', None), ('remark', None), ('search', None), ('source', None)), models.Q(('coding', None), ('outcome', None), ('remark', None), ('search__isnull', False), ('source', None)), models.Q(('coding', None), ('outcome', None), ('remark__isnull', False), ('search', None), ('source', None)), models.Q(('coding', None), ('outcome__isnull', False), ('remark', None), ('search', None), ('source', None)), _connector='OR'), name='pending_change_of_one_row', violation_error_message='A change is of one source, coding, outcome, search or remark.'),
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='source_fully_coded_by_and_on',
        ),
        migrations.RemoveField(
            model_name='historicalsource',
            name='fully_coded_by',
        ),
        migrations.RemoveField(
            model_name='historicalsource',
            name='fully_coded_on',
        ),
        migrations.RemoveField(
            model_name='source',
            name='fully_coded_by',
        ),
        migrations.RemoveField(
            model_name='source',
            name='fully_coded_on',
        ),
    ]
