"""PostgreSQL and Redis as child processes, for an installation that brings neither."""

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.redis import EmbeddedRedis
from server.embedded.throwaway import throwaway_postgres, throwaway_redis

__all__ = ["EmbeddedPostgres", "EmbeddedRedis", "throwaway_postgres", "throwaway_redis"]
