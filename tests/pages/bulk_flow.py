"""The steps of a bulk edit, taken without a browser."""

import re

from django.urls import reverse

BULK, PREVIEW, APPLY = (reverse(f"staff:{name}") for name in ("bulk", "bulk-preview", "bulk-apply"))


def state_in(page):
    return re.search(r'name="state" value="([^"]+)"', page.text)[1]


def messages_on(page):
    return re.sub(r"<[^>]+>", "", page.text.split('id="messages"')[1].split("</main>")[0])


class Flow:
    """The steps of one bulk edit."""

    def __init__(self, client, deed="edit", **chosen):
        self.client, self.deed = client, deed
        self.form = client.post(BULK, {**chosen, "deed": deed})

    def look(self, **said):
        self.preview = self.client.post(PREVIEW, {"state": state_in(self.form), "deed": self.deed, **said})
        return self.preview

    def apply(self, follow=True, **said):
        return self.client.post(APPLY, {"state": state_in(self.preview), **said}, follow=follow)


def company(value):
    return {"company-how": "set", "company": value}
