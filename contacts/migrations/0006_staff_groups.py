from django.contrib.auth.management import create_permissions
from django.db import migrations

_VIEW = ("contact", "change", "consentevent", "operation", "leftover", "tag", "note", "savedview", "accessrole")
_OWN_WORK = [f"{deed}_{thing}" for deed in ("add", "change", "delete") for thing in ("note", "savedview")]
_MANY = ["bulk_change_contact", "import_contact", "export_contact", "delete_contact", "change_operation"]
_MANY += [f"{deed}_tag" for deed in ("add", "change", "delete")]
_MANY += [f"{deed}_{thing}" for deed in ("view", "add", "change", "delete") for thing in ("importdraft", "savedmapping")]

READER = [f"view_{thing}" for thing in _VIEW]
EDITOR = [*READER, *_OWN_WORK, "add_contact", "change_contact"]
MANAGER = [*EDITOR, *_MANY]
GROUPS = {"Reader": READER, "Editor": EDITOR, "Manager": MANAGER}


def make_groups(apps, schema_editor):
    """Make the groups of staff, each with what the one before may do and more; those there are stay as they are."""
    config = apps.get_app_config("contacts")
    # Django makes permissions after all migrations, which is too late here.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    ours = Permission.objects.filter(content_type__app_label="contacts")
    chosen = {name: ours.filter(codename__in=codenames) for name, codenames in GROUPS.items()}
    for name, permissions in (chosen | {"Administrator": ours}).items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("contacts", "0005_pages_and_work"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
