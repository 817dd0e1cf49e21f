import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contacts", "0010_index_of_letter_pairs")]

    operations = [
        migrations.AddIndex(
            "change", models.Index(fields=["operation", "contact"], name="change_of_operation_idx")
        ),
        # The new one begins with the operation, and so does for both.
        migrations.AlterField(
            "change",
            "operation",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="contacts.operation",
            ),
        ),
    ]
