from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = "Contacts"


class OperatorsConfig(AdminConfig):
    # Not in contacts.admin: Django asks for the site before it reads what is registered there.
    default_site = "contacts.site.OperatorsSite"
