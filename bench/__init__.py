"""Measurements of the message path. They print JSON lines and assert nothing about time."""
