"""Dialogues of a scripted customer with the real assistant, graded by what is in the database at their end."""
