import core.models
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0008_neighbours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Experiment',
            fields=[
                ('id', models.UUIDField(default=core.models.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('share', models.PositiveSmallIntegerField(help_text='Fixed once it runs: end it and begin another to change it.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of people, %')),
                ('state', models.CharField(choices=[('DRAFT', 'Not begun'), ('RUNNING', 'Running'), ('ENDED', 'Ended')], default='DRAFT', editable=False, max_length=7)),
                ('began_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='began at')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at')),
                ('control', models.ForeignKey(blank=True, editable=False, help_text='The version that was active when it began.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.engineversion')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experiments', to='matching.engineversion', verbose_name='other version')),
            ],
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(default=core.models.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('clicks', models.PositiveIntegerField(default=0, verbose_name='clicks')),
                ('applications', models.PositiveIntegerField(default=0, verbose_name='applications')),
                ('engine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.engineversion')),
                ('experiment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='matching.experiment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='experiment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'RUNNING')), fields=('state',), name='one_running_experiment'),
        ),
        migrations.AddConstraint(
            model_name='experiment',
            constraint=models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='a_share_is_at_most_everybody'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('experiment', 'user'), name='one_version_per_person'),
        ),
    ]
