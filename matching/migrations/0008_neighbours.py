import core.models
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0008_talent_sync'),
        ('matching', '0007_disputes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='match',
            name='is_set_aside',
            field=models.BooleanField(db_default=False, default=False, help_text='Much like a posting the person wants less of.', verbose_name='set aside'),
        ),
        migrations.CreateModel(
            name='Leaning',
            fields=[
                ('id', models.UUIDField(default=core.models.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('direction', models.CharField(choices=[('MORE', 'More like this'), ('LESS', 'Less like this')], max_length=4, verbose_name='direction')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leanings', to='jobs.posting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leanings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Neighbours',
            fields=[
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='neighbours', serialize=False, to='jobs.posting')),
                ('content_hash', models.CharField(help_text='Of the posting as it was read: another one makes the list anew.', max_length=64)),
                ('near', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='postings')),
                ('scores', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None, verbose_name='likeness, 0 to 1')),
                ('computed_at', models.DateTimeField(verbose_name='computed at')),
                ('engine', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='matching.engineversion')),
            ],
            options={
                'verbose_name_plural': 'neighbours',
            },
        ),
        migrations.AddConstraint(
            model_name='leaning',
            constraint=models.UniqueConstraint(fields=('user', 'posting'), name='one_leaning_per_posting'),
        ),
    ]
