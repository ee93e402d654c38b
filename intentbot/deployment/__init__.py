"""Versions of a model: made from the intent files, held against the one that is served, promoted or rolled back."""
