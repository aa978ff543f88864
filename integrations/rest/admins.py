"""Admin users of the legacy API: setup, login, passwords and the audit log."""

from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from domain import admins, audit, login, own_passwords, sessions, setup
from domain.access import AdminRole
from domain.errors import Forbidden, InvalidCredentials, InvalidState, NotFound
from domain.sessions import SignIn
from integrations.rest.authentication import JWT_ONLY, PUBLIC
from integrations.rest.body import Input, Metadata
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, Timestamp
