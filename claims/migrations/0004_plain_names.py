from django.db import migrations, models


MODELS = {
    'search': 'searchrecord',
    'remark': 'editorialnote',
    'historicalsearch': 'historicalsearchrecord',
    'historicalremark': 'historicaleditorialnote',
}


def rename_permissions(apps, schema_editor):
    """Keep what users and groups may do: permissions are called after their model."""
    permissions = apps.get_model('auth', 'Permission').objects.using(schema_editor.connection.alias)
    for action in ('add', 'change', 'delete', 'view'):
        for old, new in MODELS.items():
            of_model = permissions.filter(codename=f'{action}_{old}', content_type__app_label='claims')
            of_model.update(codename=f'{action}_{new}')


class Migration(migrations.Migration):
    """Tables and columns take the names that the code has for them; nothing that they hold changes."""

    dependencies = [
        ('claims', '0003_aliases_and_identity'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RenameModel('Search', 'SearchRecord'),
        migrations.RenameModel('HistoricalSearch', 'HistoricalSearchRecord'),
        migrations.RenameModel('Remark', 'EditorialNote'),
        migrations.RenameModel('HistoricalRemark', 'HistoricalEditorialNote'),
        migrations.RenameField('claim', 'remark', 'review_comment'),
        migrations.RenameField('historicalclaim', 'remark', 'review_comment'),
        migrations.AlterModelOptions('editorialnote', {'ordering': ['-written_on', '-pk'], 'verbose_name': 'remark'}),
        migrations.RunPython(rename_permissions, migrations.RunPython.noop),
    ]
