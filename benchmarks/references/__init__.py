"""What we are measured against, beside us in the same run: small, and ours."""
