"""Doors to services outside: each a small protocol with its adapters."""
