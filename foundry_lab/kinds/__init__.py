"""Kinds of columns beyond their Arrow type, each with a check of its own; the core knows them by name only."""
