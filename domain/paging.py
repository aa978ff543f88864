"""Keyset pages, as every list of the domain takes and returns them."""

from persistence.paging_types import BadCursor, Cursor, Page, PageRequest

__all__ = ["BadCursor", "Cursor", "Page", "PageRequest"]
