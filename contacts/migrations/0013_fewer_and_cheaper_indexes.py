import django.db.models.deletion
from django.db import migrations, models

from contacts.search_index import remake_letter_pairs


class Migration(migrations.Migration):

    dependencies = [("contacts", "0012_ages_of_operations")]

    operations = [
        migrations.AlterField(
            model_name="taggedcontact",
            name="content_object",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tagged_contacts",
                to="contacts.contact",
            ),
        ),
        migrations.RunPython(remake_letter_pairs, migrations.RunPython.noop),
    ]
