"""The ORM's configuration as aerich reads it; the server makes its own from its settings."""

import os

from persistence.database import orm_config

ORM = orm_config(os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres"))
