"""What the pages are looked at with."""

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
