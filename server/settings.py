"""All configuration, read once from the environment into one frozen `Settings`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from starlette.datastructures import Secret
