from django.db import migrations

from contacts.search_index import make_search_index


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_index_of_timelines")]

    operations = [migrations.RunPython(make_search_index, migrations.RunPython.noop)]
