from datetime import date

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

# The only talks of installations that knew of one negotiation, with what the models derived of these names then.
SLUG = 'russia-us-security-2021'
WRITTEN = {
    'slug': SLUG,
    'title': 'Russia and the US/NATO: security talks',
    'short_title': 'Russia–US/NATO',
    'summary': (
        'Russia’s proposals of December 2021 for security guarantees (no expansion of NATO, a missile moratorium, a '
        'freeze on patrols), what the United States and NATO answered, and what experts expected of the talks.'
    ),
    'first_day': date(2021, 12, 17),
    'last_day': date(2022, 1, 17),
    'version': 1,
}
DERIVED = {
    'identity': '3f4dbbcab96a6da1e24ae9eed828bcb8',
    'searched_text': '\nrussia-us-security-2021\nrussia and the us/nato: security talks\nrussia-us/nato\n',
}


def gather(apps, schema_editor):
    """Put all that there is into one negotiation; an empty database gets none."""
    alias = schema_editor.connection.alias

    def rows(name):
        return apps.get_model('claims', name).objects.using(alias)

    if not any(rows(name).exists() for name in ('Side', 'Topic')):
        return
    negotiation = rows('Negotiation').create(**WRITTEN, **DERIVED)
    rows('HistoricalNegotiation').create(
        **WRITTEN,
        id=negotiation.pk,
        history_type='+',
        history_date=timezone.now(),
        history_change_reason='One negotiation for all that was here before there were several.',
    )
    for name in ('Side', 'Topic', 'Proposal', 'HistoricalSide', 'HistoricalTopic', 'HistoricalProposal'):
        rows(name).update(negotiation=negotiation)
    for row in rows('LoadedRow').filter(kind__in=['side', 'topic', 'proposal']):
        row.target = f'{SLUG}/{row.target}'
        row.save()
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.connection.check_constraints()  # no later step could alter a table with checks pending


def scatter(apps, schema_editor):
    """Call loaded rows by their own slug alone again."""
    for row in apps.get_model('claims', 'LoadedRow').objects.using(schema_editor.connection.alias).all():
        if row.kind in ('side', 'topic', 'proposal'):
            row.target = row.target.partition('/')[2]
            row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0016_csl_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalproposal',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.AlterField(
            model_name='historicalside',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.AlterField(
            model_name='historicaltopic',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.AlterField(
            model_name='side',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name='side',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.AlterField(
            model_name='topic',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name='topic',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60),
        ),
        migrations.CreateModel(
            name='HistoricalNegotiation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('slug', models.SlugField(help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60)),
                ('title', models.CharField(help_text='Such as: Russia and the US/NATO: security talks.', max_length=120)),
                ('short_title', models.CharField(help_text='For the head of each page.', max_length=40)),
                ('summary', models.TextField(blank=True, help_text='One paragraph: what is talked about, and between whom.')),
                ('first_day', models.DateField(blank=True, help_text='When the talks began.', null=True)),
                ('last_day', models.DateField(blank=True, help_text='When they ended; empty while they go on.', null=True)),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Place among the negotiations.')),
                ('history_change_reason', models.TextField(blank=True, default='', verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical negotiation',
                'verbose_name_plural': 'historical negotiations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Negotiation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('searched_text', models.TextField(blank=True, default='', editable=False)),
                ('slug', models.SlugField(help_text='Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it is in use.', max_length=60, unique=True)),
                ('identity', models.CharField(blank=True, editable=False, max_length=32, unique=True)),
                ('title', models.CharField(help_text='Such as: Russia and the US/NATO: security talks.', max_length=120)),
                ('short_title', models.CharField(help_text='For the head of each page.', max_length=40)),
                ('summary', models.TextField(blank=True, help_text='One paragraph: what is talked about, and between whom.')),
                ('first_day', models.DateField(blank=True, help_text='When the talks began.', null=True)),
                ('last_day', models.DateField(blank=True, help_text='When they ended; empty while they go on.', null=True)),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Place among the negotiations.')),
            ],
            options={
                'ordering': ['order', 'title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='negotiation_days_in_order', violation_error_message='The last day of a negotiation is not before its first.')],
            },
        ),
        migrations.AddField(
            model_name='historicalproposal',
            name='negotiation',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.negotiation'),
        ),
        migrations.AddField(
            model_name='historicalside',
            name='negotiation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.negotiation'),
        ),
        migrations.AddField(
            model_name='historicaltopic',
            name='negotiation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claims.negotiation'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='negotiation',
            field=models.ForeignKey(null=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='claims.negotiation'),
        ),
        migrations.AddField(
            model_name='side',
            name='negotiation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.negotiation'),
        ),
        migrations.AddField(
            model_name='topic',
            name='negotiation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.negotiation'),
        ),
        migrations.AlterField(
            model_name='loadedrow',
            name='target',
            field=models.CharField(help_text='What it is called in the database: see `natural_key`.', max_length=130),
        ),
        migrations.RunPython(gather, scatter),
        migrations.AlterField(
            model_name='proposal',
            name='negotiation',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='claims.negotiation'),
        ),
        migrations.AlterField(
            model_name='side',
            name='negotiation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.negotiation'),
        ),
        migrations.AlterField(
            model_name='topic',
            name='negotiation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='claims.negotiation'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('negotiation', 'slug'), name='proposal_slug_once', violation_error_message='Another one of this negotiation has this slug.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('negotiation', 'identity'), name='proposal_identity_once', violation_error_message='Another one of this negotiation has this name.'),
        ),
        migrations.AddConstraint(
            model_name='side',
            constraint=models.UniqueConstraint(fields=('negotiation', 'slug'), name='side_slug_once', violation_error_message='Another one of this negotiation has this slug.'),
        ),
        migrations.AddConstraint(
            model_name='side',
            constraint=models.UniqueConstraint(fields=('negotiation', 'identity'), name='side_identity_once', violation_error_message='Another one of this negotiation has this name.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('negotiation', 'slug'), name='topic_slug_once', violation_error_message='Another one of this negotiation has this slug.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('negotiation', 'identity'), name='topic_identity_once', violation_error_message='Another one of this negotiation has this name.'),
        ),
    ]
