"""All configuration, read once from the environment into one frozen `Settings`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self, get_type_hints

from starlette.datastructures import Secret

from server import production
from server.trouble import WrongSettings
from server.variables import (
    LOCAL_ORIGINS,
    KeyRing,
    Network,
    Variable,
    address,
    folder,
    key_ring,
    networks,
    one_of,
    optional_file,
    origins,
    rate_limits,
    read_all,
    seconds,
    secret,
    whole_number,
    yes_or_no,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """An empty URL means: `saas-litellm serve` starts its own and fills this in."""

    environment: Annotated[
        Literal["development", "production"],
        Variable(
            one_of("development", "production"),
            "development",
            "`development` makes missing secrets itself and keeps them in `DATA_DIR`; `production` "
            "refuses weak, default or missing ones.",
        ),
    ]
    host: Annotated[str, Variable(str, "127.0.0.1", "The address to listen on.")]
    port: Annotated[int, Variable(whole_number(1, 65535), "8003", "The port to listen on.")]
    workers: Annotated[
        int, Variable(whole_number(1, 64), "1", "How many processes answer requests.")
    ]
    data_dir: Annotated[
        Path,
        Variable(folder, ".data", "Where embedded servers and development secrets are kept."),
    ]
    log_level: Annotated[
        str,
        Variable(
            one_of("debug", "info", "warning", "error"),
            "info",
            "The least important messages that are logged.",
        ),
    ]
    database_url: Annotated[
        Secret,
        Variable(
            secret(address("postgres", "postgresql")),
            "",
            "PostgreSQL 15 or newer. Without it an embedded PostgreSQL is started.",
        ),
    ]
    migration_database_url: Annotated[
        Secret,
        Variable(
            secret(address("postgres", "postgresql")),
            "",
            "For migrations, when another role owns the tables. Without it `DATABASE_URL` is used.",
        ),
    ]
    database_pool_size: Annotated[
        int,
        Variable(whole_number(2, 200), "10", "Connections per process, at most."),
    ]
    redis_url: Annotated[
        Secret,
        Variable(
            secret(address("redis", "rediss", "memory")),
            "",
            "Redis or Valkey. Without it an embedded Redis is started.",
        ),
    ]
    litellm_proxy_url: Annotated[
        str,
        Variable(
            address("http", "https"),
            "",
            "The LiteLLM proxy. Without it a sandbox is started: a stand-in, no real models.",
        ),
    ]
    litellm_master_key: Annotated[Secret, Variable(Secret, "", "The master key of that proxy.")]
    litellm_is_sandbox: Annotated[
        bool,
        Variable(
            yes_or_no,
            "false",
            "Whether `LITELLM_PROXY_URL` is the sandbox; `serve` sets it.",
        ),
    ]
    sandbox_port: Annotated[
        int, Variable(whole_number(1, 65535), "8002", "The port of the sandbox, if one is started.")
    ]
    master_key: Annotated[
        Secret, Variable(Secret, "", "What management calls send as `X-Admin-Key`.")
    ]
    secret_keys: Annotated[
        KeyRing,
        Variable(
            key_ring,
            "",
            "Keys that sign access tokens: `id:base64` of 32 bytes each, newest first, with commas "
            "between. The first signs, all verify.",
        ),
    ]
    encryption_keys: Annotated[
        KeyRing,
        Variable(
            key_ring,
            "",
            "Keys that seal stored secrets, in the same form. The first seals, all open. "
            "Without the key it was sealed with, a secret is lost: back them up.",
        ),
    ]
    session_hours: Annotated[
        int, Variable(whole_number(1, 8760), "24", "How long a sign-in lasts.")
    ]
    setup_token: Annotated[
        Secret,
        Variable(Secret, "", "When set, creating the first owner asks for it."),
    ]
    reveal_keys: Annotated[
        bool,
        Variable(
            yes_or_no,
            "true",
            "Whether REST shows owners, admins and the admin key a virtual key in full.",
        ),
    ]
    admin_panel_url: Annotated[
        str,
        Variable(
            address("http", "https"),
            "",
            "Where an admin panel is served; its origin may call the API from browsers.",
        ),
    ]
    additional_cors_origins: Annotated[
        tuple[str, ...],
        Variable(
            origins,
            "",
            "More web origins that may call the API from browsers, with commas between.",
        ),
    ]
    trusted_proxies: Annotated[
        tuple[Network, ...],
        Variable(
            networks,
            "",
            "Networks of the proxies in front of this server, with commas between. Only their "
            "`X-Forwarded-For` is believed.",
        ),
    ]
    private_networks: Annotated[
        tuple[Network, ...],
        Variable(
            networks,
            "",
            "Networks that URLs of webhooks and providers may lead to, by http too, with commas "
            "between. Elsewhere only public addresses will do, by https.",
        ),
    ]
    rate_limits: Annotated[
        Mapping[str, int],
        Variable(
            rate_limits,
            "jobs=6000,management=6000",
            "Requests a minute of each team, over both APIs: `calls` of models, `jobs` (all else), "
            "and `management` of each admin; 0, or none named, is without limit.",
        ),
    ]
    price_catalog: Annotated[
        Path | None,
        Variable(
            optional_file,
            "",
            "A JSON file with the prices of models, in LiteLLM's form or in that of "
            "`domain/prices/catalog.json`, which is used without it.",
        ),
    ]
    provisioning_poll_seconds: Annotated[
        float,
        Variable(seconds, "1", "How often to look for teams and keys to bring to LiteLLM."),
    ]
    call_timeout_seconds: Annotated[
        float,
        Variable(seconds, "120", "How long a model may take to answer, or to go on answering."),
    ]
    call_lease_seconds: Annotated[
        float,
        Variable(
            seconds, "60", "How long after its server is gone a model call is given up, and freed."
        ),
    ]
    prompts_kept_days: Annotated[
        int,
        Variable(
            whole_number(0, 36500), "30", "How long prompts and answers are kept before erasure."
        ),
    ]
    reconcile_seconds: Annotated[
        float,
        Variable(seconds, "600", "How often to compare LiteLLM with the database."),
    ]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Raises `WrongSettings`, which names every variable that is wrong."""
        values, faults = read_all(cls.variables(), environ)
        settings = cls(**values)
        faults = dict(production.missing(settings)) | faults
        if faults:
            raise WrongSettings(faults)
        return settings

    @classmethod
    def variables(cls) -> dict[str, Variable]:
        """By name, in order. An attribute is called as its variable, in lower case."""
        hints = get_type_hints(cls, include_extras=True)
        return {attribute.upper(): hint.__metadata__[0] for attribute, hint in hints.items()}

    @property
    def in_production(self) -> bool:
        return self.environment == "production"

    @property
    def cors_origins(self) -> tuple[str, ...]:
        """All web origins that may call the API from browsers."""
        panel = (self.admin_panel_url,) if self.admin_panel_url else ()
        local = () if self.in_production else LOCAL_ORIGINS
        return tuple(dict.fromkeys((*panel, *self.additional_cors_origins, *local)))
