import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contacts", "0008_indexes_of_lists")]

    operations = [
        migrations.AddIndex(
            "change", models.Index(fields=["contact", "at", "id"], name="change_of_contact_idx")
        ),
        # The new one begins with the contact, and so does for both.
        migrations.AlterField(
            "change",
            "contact",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="contacts.contact",
            ),
        ),
    ]
