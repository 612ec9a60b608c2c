"""Pawline: one conversation in which a pet shop's whole service happens."""

__version__ = "0.1.0"
