from django.db import migrations

from contacts.search_index import drop_search_index, make_search_index


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_contacts")]

    operations = [migrations.RunPython(make_search_index, drop_search_index)]
