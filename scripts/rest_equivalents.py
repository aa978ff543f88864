"""The table has moved: add lines in `integrations/rest/successors.py`."""

from integrations.rest.successors import EQUIVALENTS

__all__ = ["EQUIVALENTS"]
