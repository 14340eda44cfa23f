"""Submissions to MDF Connect, in and out."""
