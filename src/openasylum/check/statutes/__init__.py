"""Statements of law in a text held against the rulebook and its dates."""
