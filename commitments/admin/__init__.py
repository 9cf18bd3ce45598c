"""The admin: for staff, through the same actions and with the same refusals as the pages."""

from commitments.admin import people, progress, texts

__all__ = ["people", "progress", "texts"]
