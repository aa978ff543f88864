"""What every table has: a time-ordered id and the time of creation."""

import os
import time
from uuid import UUID

from tortoise import fields
from tortoise.models import Model


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class Record(Model):
    id = fields.UUIDField(primary_key=True, default=uuid7)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        abstract = True


class ChangingRecord(Record):
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        abstract = True
