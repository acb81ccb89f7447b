from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resumes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="resumeversion",
            name="label",
            field=models.CharField(blank=True, max_length=80, verbose_name="label"),
        ),
    ]
