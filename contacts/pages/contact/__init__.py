"""The page of one contact: to read it, to change it in place, and to see all that has happened to it."""
