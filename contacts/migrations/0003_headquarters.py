from django.conf import settings
from django.db import migrations

from contacts.models.row import make_object_id, random_id
from contacts.texts import folded


def make_headquarters(apps, schema_editor):
    """The hq contact exists from the start (contract §3); its e-mail and company are settings."""
    Contact = apps.get_model("contacts", "Contact")
    email, company = settings.HQ_EMAIL.lower(), settings.HQ_COMPANY
    Contact.objects.get_or_create(
        type="hq",
        defaults={
            "id": random_id(),
            "object_id": make_object_id(),
            "email": email,
            "company": company,
            "search_text": f"{folded(company)} {folded(email)}",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_search_index")]

    operations = [migrations.RunPython(make_headquarters, migrations.RunPython.noop)]
