"""Setup, sessions, admin users and the audit log over GraphQL, with real credentials."""

from uuid import UUID

import pytest

from domain.access import AdminRole
from domain.ports import Policy
from graph.endpoint import graphql_routes
from graph.ids import global_id
from graph.schema import schema
from tests.builders import make_model_group, make_team
from tests.fakes import make_ports
from tests.people import HASH, PASSWORD, make_session, make_user
from tests.signed_app import MASTER_KEY, client

pytestmark = pytest.mark.usefixtures("database")

ERRORS = "errors { code message field }"
VIEWER = """viewer { kind label adminUser { email role createdBy { email } }
    session { isCurrent ipAddress } virtualKey { id } team { teamId } }"""
SETUP = (
    "mutation($i: SetupInput!) { setup(input: $i) { tokens { accessToken accessTokenExpiresAt } "
    f"{VIEWER} {ERRORS} }} }}"
)
LOGIN = (
    "mutation($i: LoginInput!) { login(input: $i) { tokens { accessToken } "
    f"{VIEWER} {ERRORS} }} }}"
)
FIRST = {"email": "first@example.com", "displayName": "First", "password": PASSWORD}
USER = "id email displayName role isActive metadata lastLoginAt createdAt createdBy { email }"
CREATE = (
    f"mutation($i: CreateAdminUserInput!) {{ createAdminUser(input: $i) {{ adminUser {{ {USER} }} "
    f"{ERRORS} }} }}"
)
UPDATE = (
    f"mutation($i: UpdateAdminUserInput!) {{ updateAdminUser(input: $i) {{ adminUser {{ {USER} }} "
    f"{ERRORS} }} }}"
)


@pytest.fixture
def ports():
    return make_ports()


@pytest.fixture
def send(ports):
    """`await send(query, input, token=…)` is the response."""

    async def ask(query, input=None, *, token=None, ports=ports, **options):
        served = tuple(graphql_routes(schema))
        async with client(ports, token=token, instead=served, **options) as caller:
            return await caller.post(
                "/graphql",
                json={"query": query, "variables": {"i": input} if input else {}},
                headers={"Accept": "application/graphql-response+json"},
            )

    return ask


@pytest.fixture
async def people(ports):
    """Access tokens by role."""
    return {
        role.value: (await make_session(ports, await make_user(role))).access_token
        for role in AdminRole
    }


async def data(response):
    answer = response.json()
    assert "errors" not in answer, answer
    return answer["data"]


# ---------------------------------------------------------------- setup and sessions
async def test_the_first_minutes_of_an_installation(send):
    status = "{ setupStatus { needsSetup requiresSetupToken } viewer { label } }"
    assert await data(await send(status)) == {
        "setupStatus": {"needsSetup": True, "requiresSetupToken": False},
        "viewer": None,
    }

    done = (await data(await send(SETUP, FIRST)))["setup"]

    assert done["errors"] == []
    assert done["viewer"] == {
        "kind": "ADMIN_USER",
        "label": "first@example.com",
        "adminUser": {"email": "first@example.com", "role": "OWNER", "createdBy": None},
        "session": {"isCurrent": True, "ipAddress": "192.0.2.1"},
        "virtualKey": None,
        "team": None,
    }
    token = done["tokens"]["accessToken"]
    assert (await data(await send(f"{{ {VIEWER} }}", token=token)))["viewer"] == done["viewer"]
    again = (await data(await send(SETUP, FIRST)))["setup"]
    assert (again["tokens"], again["viewer"]) == (None, None)
    assert [error["code"] for error in again["errors"]] == ["INVALID_STATE"]
    assert (await data(await send(status)))["setupStatus"]["needsSetup"] is False


async def test_setup_says_that_it_asks_for_a_token(send):
    ports = make_ports(policy=Policy(setup_token="let-me-in"))
    status = await send("{ setupStatus { requiresSetupToken } }", ports=ports)
    assert (await data(status))["setupStatus"] == {"requiresSetupToken": True}

    refused = (await data(await send(SETUP, FIRST, ports=ports)))["setup"]
    assert [(error["code"], error["field"]) for error in refused["errors"]] == [
        ("INVALID_TOKEN", ["setupToken"])
    ]
    good = await send(SETUP, FIRST | {"setupToken": "let-me-in"}, ports=ports)
    assert (await data(good))["setup"]["errors"] == []


async def test_login_and_logout(send):
    await make_user(AdminRole.ADMIN, email="me@example.com", password_hash=HASH)
    done = (await data(await send(LOGIN, {"email": "me@example.com", "password": PASSWORD})))[
        "login"
    ]
    token = done["tokens"]["accessToken"]
    assert done["viewer"]["adminUser"]["role"] == "ADMIN"

    session = (await data(await send("{ viewer { session { id isCurrent } } }", token=token)))[
        "viewer"
    ]["session"]
    ended = await send(f"mutation {{ logout {{ deletedId {ERRORS} }} }}", token=token)

    assert (await data(ended))["logout"] == {"deletedId": session["id"], "errors": []}
    after = await send("{ viewer { label } }", token=token)
    assert after.status_code == 401
    assert [error["extensions"]["code"] for error in after.json()["errors"]] == ["UNAUTHENTICATED"]


async def test_a_refused_login_is_an_error_of_the_payload_and_too_many_are_one_above(send):
    wrong = {"email": "nobody@example.com", "password": "wrong"}
    for _ in range(5):
        refused = (await data(await send(LOGIN, wrong)))["login"]
        assert refused["errors"] == [
            {"code": "INVALID_CREDENTIALS", "message": "Invalid email or password", "field": None}
        ]
        assert (refused["tokens"], refused["viewer"]) == (None, None)

    limited = await send(LOGIN, wrong)

    [error] = limited.json()["errors"]
    assert (limited.status_code, error["extensions"]["code"]) == (200, "RATE_LIMITED")
    assert error["extensions"]["retryAfterSeconds"] >= 1
    assert "retry-after" in limited.headers


async def test_one_document_signs_in_once(send):
    one = 'login(input: {email: "a@example.com", password: "x"}) { errors { code } }'

    refused = await send(f"mutation {{ a: {one} b: {one} }}")

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic YTpi"},
        {"X-Admin-Key": "wrong"},
        {"Authorization": "Bearer sk-unknown"},
    ],
)
async def test_a_bad_credential_is_told_and_not_taken_for_none(send, headers):
    refused = await send("{ setupStatus { needsSetup } }", headers=headers)

    assert refused.status_code == 401
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in refused.json()


async def test_keys_are_viewers_too(send):
    created = await make_team("team-a")
    by_key = await data(await send(f"{{ {VIEWER} }}", token=created.issued.secret))
    by_admin_key = await data(await send(f"{{ {VIEWER} }}", headers={"X-Admin-Key": MASTER_KEY}))

    assert by_key["viewer"]["team"] == {"teamId": "team-a"}
    assert by_key["viewer"]["virtualKey"]
    assert (by_key["viewer"]["kind"], by_key["viewer"]["label"]) == ("VIRTUAL_KEY", "default")
    assert by_admin_key["viewer"] == {
        "kind": "ADMIN_KEY",
        "label": "admin key",
        "adminUser": None,
        "session": None,
        "virtualKey": None,
        "team": None,
    }


async def test_own_passwords_change(send, ports):
    user = await make_user(email="me@example.com", password_hash=HASH)
    token = (await make_session(ports, user)).access_token
    change = (
        "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { adminUser { email } "
        f"{ERRORS} }} }}"
    )

    wrong = {"currentPassword": "wrong", "newPassword": "another password"}
    refused = (await data(await send(change, wrong, token=token)))["changePassword"]
    assert [(error["code"], error["field"]) for error in refused["errors"]] == [
        ("INVALID_CREDENTIALS", ["currentPassword"])
    ]
    good = wrong | {"currentPassword": PASSWORD}
    done = (await data(await send(change, good, token=token)))["changePassword"]
    assert done == {"adminUser": {"email": "me@example.com"}, "errors": []}
    anonymous = await send(change, good)
    assert anonymous.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


# ---------------------------------------------------------------- admin users
async def test_users_are_made_changed_and_deleted(send, people):
    owner = people["owner"]
    made = (
        await data(
            await send(
                CREATE,
                {"email": "u@example.com", "displayName": "U", "metadata": {"desk": 4}},
                token=owner,
            )
        )
    )["createAdminUser"]
    assert made["errors"] == []
    user = made["adminUser"]
    assert (user["role"], user["isActive"], user["metadata"]) == ("USER", True, {"desk": 4})
    assert (user["lastLoginAt"], user["createdBy"]["email"][:5]) == (None, "owner")

    changed = (await data(await send(UPDATE, {"id": user["id"], "role": "ADMIN"}, token=owner)))[
        "updateAdminUser"
    ]
    assert changed["adminUser"] == user | {"role": "ADMIN"}
    cleared = (await data(await send(UPDATE, {"id": user["id"], "metadata": None}, token=owner)))[
        "updateAdminUser"
    ]
    assert cleared["adminUser"]["metadata"] == {}

    node = f'{{ node(id: "{user["id"]}") {{ ... on AdminUser {{ email }} }} }}'
    assert (await data(await send(node, token=owner)))["node"] == {"email": "u@example.com"}
    assert (await data(await send(node, token=people["user"])))["node"] is None
    delete = (
        "mutation($i: DeleteAdminUserInput!) { deleteAdminUser(input: $i) { deletedId "
        f"{ERRORS} }} }}"
    )
    gone = await data(await send(delete, {"id": user["id"]}, token=owner))
    assert gone["deleteAdminUser"] == {"deletedId": user["id"], "errors": []}
    assert (await data(await send(node, token=owner)))["node"] is None


@pytest.mark.parametrize(
    ("input", "errors"),
    [
        ({"email": "nobody"}, [("INVALID_INPUT", ["email"])]),
        ({"email": "taken@example.com"}, [("ALREADY_EXISTS", ["email"])]),
        ({"displayName": " "}, [("INVALID_INPUT", ["displayName"])]),
        ({"password": "short"}, [("INVALID_INPUT", ["password"])]),
        ({"metadata": [1]}, [("INVALID_INPUT", ["metadata"])]),
    ],
)
async def test_wrong_inputs_are_errors_of_the_payload(send, people, input, errors):
    await make_user(email="taken@example.com")
    values = {"email": "u@example.com", "displayName": "U"} | input

    made = await data(await send(CREATE, values, token=people["owner"]))

    assert made["createAdminUser"]["adminUser"] is None
    found = made["createAdminUser"]["errors"]
    assert [(error["code"], error["field"]) for error in found] == errors


async def test_refusals_have_their_codes(send, people):
    own = (await data(await send("{ viewer { adminUser { id } } }", token=people["owner"])))[
        "viewer"
    ]["adminUser"]["id"]

    async def codes(change, token=people["owner"]):
        answer = (await send(UPDATE, {"id": own, **change}, token=token)).json()
        if answer.get("errors"):
            return [error["extensions"]["code"] for error in answer["errors"]]
        return [error["code"] for error in answer["data"]["updateAdminUser"]["errors"]]

    assert await codes({"role": "OWNER"}) == ["PROTECTED"]
    assert await codes({"isActive": False}) == ["PROTECTED"]
    assert await codes({"displayName": None}) == ["INVALID_INPUT"]
    assert await codes({"id": "nonsense"}) == ["INVALID_INPUT"]
    assert await codes({"id": global_id("Team", UUID(int=7))}) == ["INVALID_INPUT"]
    assert await codes({"id": global_id("AdminUser", UUID(int=7))}) == ["NOT_FOUND"]
    assert await codes({"displayName": "N"}, people["admin"]) == ["FORBIDDEN"]
    assert await codes({"displayName": "N"}, people["user"]) == ["FORBIDDEN"]


async def test_owners_reset_passwords(send, people, ports):
    user = await make_user(email="me@example.com")
    reset = (
        "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { adminUser { email } "
        f"{ERRORS} }} }}"
    )
    input = {"adminUserId": global_id("AdminUser", user.id), "newPassword": "given to you"}

    done = await data(await send(reset, input, token=people["owner"]))
    refused = await send(reset, input, token=people["admin"])

    assert done["resetPassword"] == {"adminUser": {"email": "me@example.com"}, "errors": []}
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    signed_in = await send(LOGIN, {"email": "me@example.com", "password": "given to you"})
    assert (await data(signed_in))["login"]["errors"] == []


async def test_users_are_listed_in_pages(send, people):
    for number in range(6):
        await make_user(email=f"page{number}@example.org")
    query = """query { adminUsers(first: 4, filter: {role: [USER], search: "example.org"}) {
        nodes { email createdBy { email } } pageInfo { hasNextPage endCursor } totalCount } }"""

    first = (await data(await send(query, token=people["admin"])))["adminUsers"]
    after = query.replace("first: 4", f'first: 4, after: "{first["pageInfo"]["endCursor"]}"')
    second = (await data(await send(after, token=people["admin"])))["adminUsers"]

    emails = [user["email"] for user in first["nodes"] + second["nodes"]]
    assert emails == [f"page{number}@example.org" for number in range(6)]
    assert (first["totalCount"], second["pageInfo"]["hasNextPage"]) == (6, False)
    refused = await send("{ adminUsers { totalCount } }", token=people["user"])
    assert refused.json()["data"] == {"adminUsers": None}
    assert refused.json()["errors"][0]["extensions"] == {
        "code": "FORBIDDEN",
        "permission": "MANAGE_ADMIN_USERS",
    }


# ---------------------------------------------------------------- audit log
async def test_the_audit_log_tells_who_did_what_to_which_record(send, people):
    owner = people["owner"]
    values = {"email": "u@example.com", "displayName": "U"}
    user = (await data(await send(CREATE, values, token=owner)))["createAdminUser"]["adminUser"]
    await send(
        UPDATE,
        {"id": user["id"], "displayName": "V"},
        token=owner,
        headers={"X-Request-ID": "mine-7"},
    )
    await make_team("team-a")
    await make_model_group("Fast")
    query = """query { auditLog(first: 20, %s) { nodes {
        id sequence action actor { kind label adminUser { email } } resourceType resourceId
        resource { __typename ... on AdminUser { displayName } ... on Team { teamId } }
        changes { field before after } ipAddress requestId } totalCount } }"""

    log = (await data(await send(query % 'filter: {action: ["admin_user.*"]}', token=owner)))[
        "auditLog"
    ]["nodes"]

    updated, created = log
    assert (created["action"], updated["action"]) == (
        "admin_user.created",
        "admin_user.updated",
    )
    assert updated["changes"] == [{"field": "display_name", "before": "U", "after": "V"}]
    assert updated["resource"] == {"__typename": "AdminUser", "displayName": "V"}
    assert (updated["resourceType"], updated["resourceId"]) == ("admin_user", "u@example.com")
    assert (updated["requestId"], updated["ipAddress"]) == ("mine-7", "192.0.2.1")
    assert updated["actor"]["kind"] == "ADMIN_USER"
    assert updated["actor"]["label"] == updated["actor"]["adminUser"]["email"]
    assert int(updated["sequence"]) > int(created["sequence"])
    both = (await data(await send(query % "orderBy: ASC", token=owner)))["auditLog"]
    kinds = {node["resource"]["__typename"] for node in both["nodes"] if node["resource"]}
    assert kinds == {"AdminUser", "Organization", "Team", "ModelGroup"}
    scoped = query % 'filter: {scope: {teamId: "team-a"}, actorKind: [SYSTEM]}'
    assert (await data(await send(scoped, token=owner)))["auditLog"]["totalCount"] >= 1
    node = f'{{ node(id: "{updated["id"]}") {{ ... on AuditLogEntry {{ action }} }} }}'
    assert (await data(await send(node, token=owner)))["node"] == {"action": "admin_user.updated"}
    assert (await data(await send(node, token=people["user"])))["node"] is None


LISTS = {
    "adminUsers": "adminUsers(first: %d) { nodes { createdBy { email } } }",
    "auditLog": """auditLog(first: %d, filter: {action: ["admin_user.created"]}) {
        nodes { actor { adminUser { email } } resource { __typename } } }""",
}


@pytest.mark.parametrize(("name", "most"), [("adminUsers", 2), ("auditLog", 3)])
async def test_a_page_costs_the_same_statements_whatever_its_length(
    send, people, statements, name, most
):
    for number in range(5):
        values = {"email": f"u{number}@example.com", "displayName": "U"}
        await data(await send(CREATE, values, token=people["owner"]))

    async def cost(first):
        with statements() as seen:
            answer = await data(await send(f"{{ {LISTS[name] % first} }}", token=people["owner"]))
        assert len(answer[name]["nodes"]) == first
        return len(seen)

    assert await cost(2) <= await cost(5) == most


@pytest.mark.parametrize("who", ["user", "admin key"])
async def test_the_audit_log_is_for_managers(send, people, who):
    options = (
        {"token": people["user"]} if who == "user" else {"headers": {"X-Admin-Key": MASTER_KEY}}
    )

    refused = await send("{ auditLog { totalCount } }", **options)

    assert refused.json()["data"] == {"auditLog": None}
    assert refused.json()["errors"][0]["extensions"]["permission"] == "READ_AUDIT_LOG"
