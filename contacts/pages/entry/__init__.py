"""The way in: signing in with one or two factors, passwords, and what a person sets for themselves."""
