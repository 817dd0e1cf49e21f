from contacts.forms.contact import ContactForm

__all__ = ["ContactForm"]
