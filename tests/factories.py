"""Contacts and staff for tests. A trait names what it is about: ``ContactFactory(user=True)``."""

import factory

from contacts.choices import ContactType
from contacts.models import AccessRole, Contact, StaffMember

# The least that a guest needs, as changes for the door.
GUEST = {"type": "guest", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook"}


class ContactFactory(factory.django.DjangoModelFactory):
    """A guest; the traits make the other types. Stored beside the door: no history comes with it."""

    class Meta:
        model = Contact

    class Params:
        user = factory.Trait(type=ContactType.USER)
        recipient = factory.Trait(type=ContactType.RECIPIENT, first_name="", last_name="")
        branch = factory.Trait(type=ContactType.BRANCH, company=factory.Sequence("Branch {}".format))
        supplier = factory.Trait(type=ContactType.SUPPLIER, company=factory.Sequence("Supplier {}".format))
        with_address = factory.Trait(
            address_line1="20-22 Wenlock Road",
            address_city="London",
            address_postcode="N1 7GU",
            address_country="GB",
        )
        opted_out_of_sms = factory.Trait(sms_optout_reason="optout")

    type = ContactType.GUEST
    email = factory.Sequence("contact{}@example.com".format)
    first_name = "Ana"
    last_name = "Brook"

    @classmethod
    def _create(cls, model_class, *args, **values):
        contact = model_class()
        contact.take(values)
        contact.full_clean()
        contact.derive()
        contact.save()
        return contact


class AccessRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessRole

    reference = factory.Sequence("role-{}".format)
    name = factory.Sequence("Role {}".format)


class StaffMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffMember

    email = factory.Sequence("staff{}@example.com".format)
    name = "Sam Staff"
