from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contacts", "0011_index_of_operations")]

    operations = [
        migrations.AddField("operation", "oldest", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("operation", "newest", models.DateTimeField(blank=True, editable=False, null=True)),
    ]
