"""Describing the dialects in OpenAPI 3.1: what both have in common."""
