import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0041_import_profiles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='sourcetext',
            options={'ordering': ['source_id', '-pk'], 'verbose_name': 'text of a source', 'verbose_name_plural': 'texts of sources'},
        ),
        migrations.AlterField(
            model_name='sourcetext',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='texts', to='claims.source'),
        ),
    ]
