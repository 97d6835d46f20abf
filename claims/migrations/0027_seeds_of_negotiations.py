"""What was loaded from seeds/NAME.toml and fixtures/vocabulary.json stands now in a folder of its negotiation, and actors
in fixtures/actors.toml: it is known there as the same, so that loading makes nothing twice and withdraws nothing."""

from django.db import migrations, models

ACTORS = 'actors.toml'
OF_ALL = 'vocabulary.json'  # where all of it stood
BEGINS_WITH_NEGOTIATION = ('side', 'participant', 'topic', 'proposal', 'event')
IN_DOCUMENTS = ('source', 'wording', 'claim', 'outcome')


def move_into_folders(apps, schema_editor):
    """Give each file the folder of its negotiation; a document is of that of what it brought in, else of the first."""
    rows = apps.get_model('claims', 'LoadedRow')._base_manager.using(schema_editor.connection.alias)
    loaded = [row for row in rows.order_by('pk') if '/' not in row.file]
    of_document = find_negotiations(apps, schema_editor.connection, loaded)
    for row in loaded:
        if row.kind == 'actor':
            row.file = ACTORS
        elif row.kind == 'negotiation':
            row.file = f'{row.target}/negotiation.toml'
        elif row.kind in BEGINS_WITH_NEGOTIATION:
            row.file = f"{row.target.partition('/')[0]}/negotiation.toml"
            row.key = row.key.rpartition('/')[2]
        elif row.file in of_document:
            row.file = f'{of_document[row.file]}/{row.file}'
        row.save(using=schema_editor.connection.alias)


def find_negotiations(apps, connection, loaded):
    """Return document → the slug of its negotiation."""
    first = apps.get_model('claims', 'Negotiation')._base_manager.using(connection.alias).order_by('pk').first()
    found = {row.file: first.slug for row in loaded if row.kind in IN_DOCUMENTS} if first else {}
    for kind, model in (('claim', 'Claim'), ('outcome', 'Outcome')):
        ids = {row.target: row.file for row in loaded if row.kind == kind}
        rows = apps.get_model('claims', model)._base_manager.using(connection.alias)
        for public_id, slug in rows.values_list('public_id', 'proposal__negotiation__slug').iterator():
            if public_id in ids:
                found[ids[public_id]] = slug
    return found


def move_out_of_folders(apps, schema_editor):
    """Call files as they were called before there were folders."""
    rows = apps.get_model('claims', 'LoadedRow')._base_manager.using(schema_editor.connection.alias)
    for row in rows.order_by('pk'):
        folder, _, name = row.file.rpartition('/')
        if row.kind in IN_DOCUMENTS:
            row.file = name
        else:
            row.file = OF_ALL
            row.key = f'{folder}/{row.key}' if row.kind == 'participant' else row.key
        row.save(using=schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0026_old_addresses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='loadedrow',
            name='file',
            field=models.CharField(max_length=200),
        ),
        migrations.RunPython(move_into_folders, move_out_of_folders),
    ]
