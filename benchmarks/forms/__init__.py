"""Notices in every form in which they come, made from their plain text, and how well each form is read."""
