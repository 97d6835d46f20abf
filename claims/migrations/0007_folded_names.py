import hashlib
import re
import unicodedata

from django.db import migrations, models


AT_ONCE = 2000  # rows held in memory
# Of each model: the field of its full name where no two rows share one, those that hold names, and those beside them
# that a row is looked for by.
NAMES = {
    'Side': ('name', ['name'], []),
    'Topic': ('name', ['name'], []),
    'Actor': ('name', ['name', 'short_name', 'aliases'], []),
    'Proposal': ('title', ['title', 'aliases'], ['definition']),
    'Source': (None, ['title', 'publisher', 'origin', 'authors'], []),
    'SearchRecord': (None, [], ['searched_in', 'why']),
    'EditorialNote': (None, [], ['text', 'signed_by']),
}
UNSEEN = '\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f'
FOLDED = (
    dict.fromkeys(map(ord, "'‘’‚‛′`´ʼʻ"), "'")
    | dict.fromkeys(map(ord, '“”„‟″«»'), '"')
    | dict.fromkeys(map(ord, '-‐‑‒–−—―'), '-')
    | dict.fromkeys(map(ord, 'İı'), 'i')
    | {ord('…'): '...'}
    | {ord(letter): unicodedata.normalize('NFKC', letter) for letter in 'Ĳĳﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ'}
)


def write_name(name):
    line = ' '.join(unicodedata.normalize('NFC', re.sub('[\u2066-\u2069]', '', name)).split())
    return f'\u2068{line}\u2069' if re.search('[\u061c\u200e\u200f\u202a-\u202e]', line) else line


def fold_name(name):
    """Return what the spellings of one name have in common, as it was worked out when this landed."""
    text = unicodedata.normalize('NFC', re.sub(f'[{UNSEEN}]+', '', name)).translate(FOLDED)
    for _ in range(2):
        text = unicodedata.normalize('NFKC', text).casefold()
    text = unicodedata.normalize('NFKC', text.translate(FOLDED)).replace('i\u0307', 'i')
    return ' '.join(text.split())


def fold_for_search(text):
    parted = unicodedata.normalize('NFD', fold_name(text))
    return unicodedata.normalize('NFC', re.sub('([a-z])[\u0300-\u036f]+', r'\1', parted))


def fold_names(apps, schema_editor):
    """Compose the letters of all names, and keep of each row what it is found by, as the models do from here on."""
    for label, (full_name, names, texts) in NAMES.items():
        model = apps.get_model('claims', label)
        fold_rows(schema_editor.connection, model, full_name, names, texts)
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.connection.check_constraints()  # no later operation could alter a table with checks pending


def fold_rows(connection, model, full_name, names, texts):
    slug = ['slug'] if names else []
    columns = [*slug, *names, *texts]
    rows = model.objects.using(connection.alias).order_by('pk').values_list('pk', *columns)
    written = [*names, 'searched_text', *(['identity'] if full_name else [])]
    assigned = ', '.join(f'{column} = %s' for column in written)
    last, taken = 0, set()
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = batch[-1][0]
        values = []
        for pk, *cells in batch:
            row = dict(zip(columns, cells))
            row |= {name: compose(name, row[name]) for name in names}
            lines = [fold_for_search(line) for name in columns for line in split_lines(name, row[name])]
            new = [*(row[name] for name in names), '\n'.join(['', *filter(None, lines), ''])]
            if full_name:
                new.append(identify(row[full_name], pk, taken))
            values.append([*new, pk])
        with connection.cursor() as cursor:
            cursor.executemany(f'UPDATE {model._meta.db_table} SET {assigned} WHERE id = %s', values)


def compose(column, text):
    return '\n'.join(filter(None, map(write_name, split_lines(column, text))))


def split_lines(column, text):
    return text.splitlines() if column == 'aliases' else [text]


def identify(name, pk, taken):
    """Return the identity of a name. Of rows whose names are one from here on, the first has it: the others stay, and
    are found by their slugs until somebody renames them, as `check_claims` says."""
    folded = fold_name(name)
    identity = hashlib.sha256((f'{folded}\n{pk}' if folded in taken else folded).encode()).hexdigest()[:32]
    taken.add(folded)
    return identity


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0006_users_last'),
    ]

    operations = [
        migrations.AddField(
            model_name='actor',
            name='identity',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='actor',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='editorialnote',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='proposal',
            name='identity',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='proposal',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='searchrecord',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='side',
            name='identity',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='side',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='topic',
            name='identity',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='topic',
            name='searched_text',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AlterField(
            model_name='actor',
            name='aliases',
            field=models.TextField(blank=True, help_text='Other names that it goes by, one a line: search, filters and imports find it by them.'),
        ),
        migrations.AlterField(
            model_name='actor',
            name='name',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalactor',
            name='aliases',
            field=models.TextField(blank=True, help_text='Other names that it goes by, one a line: search, filters and imports find it by them.'),
        ),
        migrations.AlterField(
            model_name='historicalactor',
            name='name',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='historicalproposal',
            name='aliases',
            field=models.TextField(blank=True, help_text='Other names that it goes by, one a line: search, filters and imports find it by them.'),
        ),
        migrations.AlterField(
            model_name='historicalproposal',
            name='title',
            field=models.CharField(help_text='Short, for the rows of the matrix.', max_length=40),
        ),
        migrations.AlterField(
            model_name='historicalside',
            name='name',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='historicaltopic',
            name='name',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='aliases',
            field=models.TextField(blank=True, help_text='Other names that it goes by, one a line: search, filters and imports find it by them.'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='title',
            field=models.CharField(help_text='Short, for the rows of the matrix.', max_length=40),
        ),
        migrations.AlterField(
            model_name='side',
            name='name',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='topic',
            name='name',
            field=models.CharField(max_length=80),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='actor',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32, unique=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32, unique=True),
        ),
        migrations.AlterField(
            model_name='side',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32, unique=True),
        ),
        migrations.AlterField(
            model_name='topic',
            name='identity',
            field=models.CharField(blank=True, editable=False, max_length=32, unique=True),
        ),
    ]
