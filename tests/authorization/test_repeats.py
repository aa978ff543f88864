"""Whatever is posted with an idempotency key is done once: when it is repeated, and when the
process was killed after it did it and before its answer was kept."""

import json
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from domain.access import AdminRole
from integrations.rest.operation import Operation
from tests.authorization.recipes import BODIES, OF_HOME, OWN_ACCOUNT, PATH, QUERY_STRINGS
from tests.authorization.town import Stage, Town, new, sign_in
from tests.authorization.walking import REST

KEPT = [name for name, each in REST.items() if each.keeps_answers]
# What goes on by itself: sync with LiteLLM, and the answers that are kept.
_RESTLESS = {"aerich", "provisionings", "installations", "rest_answers"}

# What says how things shall be finds them so, and writes down that it was said again.
_SAID_AGAIN = {
    "POST /api/admin-users/{user_id}/change-password": {"admin_users", "audit_events"},
    "POST /api/model-access-groups/{group_name}/add-models": {
        "model_access_groups",
        "audit_events",
    },
    "POST /api/model-access-groups/{group_name}/remove-models": {
        "model_access_groups",
        "audit_events",
    },
    "POST /api/credits/teams/{team_id}/configure-auto-refill": {"teams", "audit_events"},
    "POST /api/jobs/{job_id}/complete": {"jobs"},
}


async def everything(connection: asyncpg.Connection) -> dict[str, Any]:
    tables = await connection.fetch(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    names = [table["name"] for table in tables if table["name"] not in _RESTLESS]
    parts = [
        f"SELECT '{name}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash "
        f'FROM "{name}" t'
        for name in names
    ]
    found = await connection.fetch(" UNION ALL ".join(parts))
    return {row["name"]: row["hash"] for row in found}


class Posting:
    def __init__(self, town: Town, name: str) -> None:
        self._operation: Operation = REST[name]
        self._town, self._name, self._key = town, name, new("key")

    async def prepare(self) -> "Posting":
        stage = Stage(self._town, fresh=True)
        of_tenants = self._operation.auth.takes_virtual_keys
        words = PATH | (OF_HOME if of_tenants else {})
        if "job_id" in self._operation.path_names:
            words = words | {"job_id": PATH["job_id"]}
        names = {each: await stage.fill(words[each]) for each in self._operation.path_names}
        self._url = self._operation.path.format_map(names)
        self._query = await stage.fill(QUERY_STRINGS.get(self._name, {}))
        self._body = await stage.fill(BODIES.get(self._name))
        caller = "key" if self._operation.auth.schemes == ("virtualKey",) else "own"
        self._headers = self._town.callers[caller]
        if self._name in OWN_ACCOUNT:
            self._headers = await sign_in(self._town.ports, AdminRole.OWNER)
        return self

    async def send(self) -> httpx.Response:
        return await self._town.http.post(
            self._url,
            params=self._query,
            content=b"" if self._body is None else json.dumps(self._body),
            headers={**self._headers, "Idempotency-Key": self._key},
        )

    async def forget_the_answer(self, connection: asyncpg.Connection) -> None:
        done = await connection.execute(
            "UPDATE rest_answers SET status = NULL, sealed_body = NULL, lease_token = $2, "
            "lease_until = created_at WHERE idempotency_key = $1",
            self._key,
            uuid4(),
        )
        assert done == "UPDATE 1"


@pytest.mark.parametrize("name", KEPT)
async def test_a_repeat_does_nothing_again(
    town: Town, owner_connection: asyncpg.Connection, name: str
):
    posting = await (Posting(town, name)).prepare()
    first = await posting.send()
    assert first.status_code == 200, first.text
    done = await everything(owner_connection)

    again = await posting.send()
    if again.status_code != 401:  # whoever has signed out is nobody
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["idempotency-replayed"] == "true"
    assert await everything(owner_connection) == done

    await posting.forget_the_answer(owner_connection)
    repeated = await posting.send()
    assert repeated.status_code in {200, 400, 401}, repeated.text
    assert "idempotency-replayed" not in repeated.headers
    now = await everything(owner_connection)
    assert {table for table in now if now[table] != done[table]} <= _SAID_AGAIN.get(name, set())
