"""What a browser makes of a page: the values that a form sends back as it stands."""

from html.parser import HTMLParser

from django.urls import reverse


class _FormReader(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.values: dict[str, str] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = attrs.get("id") == self.form_id
        elif self.is_inside and "disabled" not in attrs:
            self._read(tag, attrs)

    def handle_endtag(self, tag):
        self.is_inside = self.is_inside and tag != "form"
        self.textarea = "" if tag == "textarea" else self.textarea

    def handle_data(self, data):
        if self.textarea:
            # A browser drops the line end behind the tag.
            self._send(self.textarea, data.removeprefix("\n"))

    def _read(self, tag, attrs):
        match tag, attrs.get("type"):
            case "input", "checkbox" | "radio":
                if "checked" in attrs:
                    self._send(attrs["name"], attrs.get("value", "on"))
            case "input", kind if kind not in ("submit", "file"):
                self._send(attrs["name"], attrs.get("value", ""))
            case "select", _:
                self.select = attrs["name"]
            case "option", _ if "selected" in attrs:
                self._send(self.select, attrs["value"])
            case "textarea", _:
                self.textarea = attrs["name"]
                self._send(self.textarea, "")

    def _send(self, name, value):
        # A browser sends each line end as two characters.
        self.values[name] = value.replace("\n", "\r\n")


def form_of(response, form_id: str) -> dict[str, str]:
    """Give what the page's form would send if nobody typed anything."""
    reader = _FormReader(form_id)
    reader.feed(response.text)
    return reader.values


class ContactPages:
    """The pages of contacts in the admin, and somebody in front of them who fills in forms."""

    FORM = "contact_form"

    def __init__(self, client):
        self.client = client

    def shown(self, contact=None) -> dict[str, str]:
        """Give what the contact's form shows (without a contact, that of a new one)."""
        return self.shown_by(self.client.get(self.address(contact)))

    def shown_by(self, response) -> dict[str, str]:
        return form_of(response, self.FORM)

    def send(self, contact, values):
        """Send the form with these values."""
        return self.client.post(self.address(contact), values)

    def add(self, **typed):
        """Fill in the form of a new contact and send it."""
        return self.send(None, self.shown() | typed)

    def change(self, contact, **typed):
        """Type over what the contact's form shows and send it."""
        return self.send(contact, self.shown(contact) | typed)

    def address(self, contact=None) -> str:
        if contact is None:
            return reverse("admin:contacts_contact_add")
        return reverse("admin:contacts_contact_change", args=[contact.pk])


def errors_of(response) -> dict[str, list[str]]:
    """Give the messages that a refused form shows, by field."""
    return dict(response.context["adminform"].form.errors)


def messages_of(response) -> list[str]:
    """Give what the page tells at its top."""
    return [str(message) for message in response.context["messages"]]
