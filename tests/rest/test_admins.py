"""Admin users over the legacy API, with real sessions, as its clients know it."""

from uuid import uuid4

import pytest

from domain.access import AdminRole
from domain.ports import Policy
from persistence.models import AdminUser, AuditEvent
from tests.fakes import make_ports
from tests.people import HASH, PASSWORD, make_session, make_user
from tests.signed_app import MASTER_KEY, client

pytestmark = pytest.mark.usefixtures("database")

USERS = "/api/admin-users"
NOBODY = "018f3a52-0000-7000-8000-000000000000"
SETUP = {"email": "admin@example.com", "display_name": "Admin User", "password": PASSWORD}
NEW = {"email": "u@example.com", "display_name": "U", "password": "SecurePass456!", "role": "user"}
USER_FIELDS = {
    "user_id",
    "email",
    "display_name",
    "role",
    "is_active",
    "created_at",
    "created_by",
    "last_login",
    "metadata",
}


@pytest.fixture
def ports():
    return make_ports()


@pytest.fixture
async def people(ports):
    """A user of each role, and a client that is signed in as them."""
    clients, users = {}, {}
    for role in AdminRole:
        users[role.value] = await make_user(role, password_hash=HASH)
        signed_in = await make_session(ports, users[role.value])
        clients[role.value] = client(ports, token=signed_in.access_token)
    return clients, users


async def login(ports, email, password=PASSWORD, **headers):
    async with client(ports, headers=headers) as anonymous:
        return await anonymous.post(f"{USERS}/login", json={"email": email, "password": password})


# ---------------------------------------------------------------- setup, login, logout
async def test_the_first_minutes_of_an_installation(ports):
    async with client(ports) as anonymous:
        status = await anonymous.get(f"{USERS}/setup/status")
        assert status.json() == {"needs_setup": True, "has_users": False}
        done = await anonymous.post(f"{USERS}/setup", json=SETUP)
        assert done.status_code == 200
        assert (done.json()["token_type"], done.json()["user"].keys()) == ("bearer", USER_FIELDS)
        assert done.json()["user"] | {"role": "owner", "created_by": None} == done.json()["user"]
        assert done.json()["user"]["last_login"]
        status = await anonymous.get(f"{USERS}/setup/status")
        assert status.json() == {"needs_setup": False, "has_users": True}
        again = await anonymous.post(f"{USERS}/setup", json=SETUP | {"email": "b@example.com"})
        assert (again.status_code, again.json()["detail"]) == (
            400,
            "Setup already completed. Owner account exists.",
        )
    async with client(ports, token=done.json()["access_token"]) as owner:
        assert (await owner.get(f"{USERS}/me")).json() == done.json()["user"]
        assert (await owner.post(f"{USERS}/logout")).json() == {
            "message": "Logged out successfully"
        }
        after = await owner.get(f"{USERS}/me")
        assert (after.status_code, after.json()) == (401, {"detail": "Session expired or revoked"})


async def test_setup_with_a_token(ports):
    ports = make_ports(policy=Policy(setup_token="let-me-in"))
    async with client(ports) as anonymous:
        refused = await anonymous.post(f"{USERS}/setup", json=SETUP)
        assert (refused.status_code, refused.json()["detail"]) == (
            400,
            "The setup token is wrong.",
        )
        body = SETUP | {"setup_token": "let-me-in"}
        assert (await anonymous.post(f"{USERS}/setup", json=body)).status_code == 200


@pytest.mark.parametrize("path", [f"{USERS}/login", "/api/admin/login"])
async def test_login_on_both_paths(ports, path):
    await make_user(email="me@example.com", password_hash=HASH)
    async with client(ports) as anonymous:
        good = await anonymous.post(path, json={"email": "ME@example.com", "password": PASSWORD})
        bad = await anonymous.post(path, json={"email": "me@example.com", "password": "wrong"})

    assert good.status_code == 200
    assert good.json().keys() == {"access_token", "token_type", "user"}
    assert (bad.status_code, bad.json()) == (401, {"detail": "Invalid email or password"})


async def test_a_login_too_often_says_when_to_come_back(ports):
    for _ in range(5):
        assert (await login(ports, "nobody@example.com")).status_code == 401
    refused = await login(ports, "nobody@example.com")

    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 30


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (SETUP | {"email": "no-email"}, "email"),
        (SETUP | {"email": "a@printer.local"}, "email"),
        (SETUP | {"password": "7 chars"}, "password"),
        (SETUP | {"password": "x" * 1025}, "password"),
        (SETUP | {"display_name": "  "}, "display_name"),
        ({key: SETUP[key] for key in ("email", "password")}, "display_name"),
    ],
)
async def test_wrong_fields_of_setup_are_named_and_no_password_comes_back(ports, body, field):
    async with client(ports) as anonymous:
        refused = await anonymous.post(f"{USERS}/setup", json=body)

    assert refused.status_code == 422
    assert [item["loc"] for item in refused.json()["detail"]] == [["body", field]]
    assert body["password"] not in refused.text


# ---------------------------------------------------------------- who may call
PROTECTED = [
    ("POST", f"{USERS}/logout"),
    ("GET", f"{USERS}/me"),
    ("GET", USERS),
    ("POST", USERS),
    ("GET", f"{USERS}/audit-logs"),
    ("POST", f"{USERS}/me/change-password"),
    ("PUT", f"{USERS}/password"),
    ("GET", f"{USERS}/{NOBODY}"),
    ("PUT", f"{USERS}/{NOBODY}"),
    ("DELETE", f"{USERS}/{NOBODY}"),
    ("POST", f"{USERS}/{NOBODY}/change-password"),
    ("PUT", f"{USERS}/{NOBODY}/reset-password"),
    ("PUT", f"{USERS}/{NOBODY}/activate"),
    ("PUT", f"{USERS}/{NOBODY}/deactivate"),
]


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "Not authenticated"),
        ({"X-Admin-Key": MASTER_KEY}, "Not authenticated"),
        ({"Authorization": "Basic YTpi"}, "Not authenticated"),
        ({"Authorization": f"Bearer {MASTER_KEY}"}, "Invalid or expired token"),
        ({"Authorization": "Bearer nonsense"}, "Invalid or expired token"),
    ],
    ids=["nothing", "admin key", "basic", "admin key as bearer", "nonsense"],
)
@pytest.mark.parametrize(("method", "path"), PROTECTED)
async def test_only_sessions_count_for_admin_users(ports, method, path, headers, text):
    async with client(ports, headers=headers) as caller:
        refused = await caller.request(method, path, json={})

    assert (refused.status_code, refused.json()) == (401, {"detail": text})


@pytest.mark.parametrize(
    ("method", "path", "text"),
    [
        ("GET", USERS, "owner, admin"),
        ("POST", USERS, "owner, admin"),
        ("GET", f"{USERS}/audit-logs", "owner, admin"),
        ("GET", f"{USERS}/{NOBODY}", "owner, admin"),
        ("PUT", f"{USERS}/{NOBODY}", "owner, admin"),
        ("DELETE", f"{USERS}/{NOBODY}", "owner, admin"),
        ("PUT", f"{USERS}/{NOBODY}/activate", "owner"),
        ("PUT", f"{USERS}/{NOBODY}/deactivate", "owner"),
        ("PUT", f"{USERS}/{NOBODY}/reset-password", "owner"),
    ],
)
async def test_a_user_is_refused_before_the_fields_are_read(people, method, path, text):
    clients, _ = people

    refused = await clients["user"].request(method, path, json={})

    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        f"Insufficient permissions. Required roles: {text}",
    )


# ---------------------------------------------------------------- users
async def test_users_are_made_listed_read_and_changed(people):
    clients, users = people
    made = (await clients["owner"].post(USERS, json=NEW | {"metadata": {"desk": 4}})).json()

    assert made.keys() == USER_FIELDS
    assert made["created_by"] == str(users["owner"].id)
    assert (made["last_login"], made["metadata"]) == (None, {"desk": 4})
    listed = (await clients["admin"].get(USERS)).json()
    assert listed[0] == made
    assert len(listed) == 4
    path = f"{USERS}/{made['user_id']}"
    assert (await clients["admin"].get(path)).json() == made
    changed = await clients["admin"].put(path, json={"display_name": "V", "metadata": {}})
    assert changed.json() == made | {"display_name": "V", "metadata": {}}
    promoted = await clients["owner"].put(path, json={"role": "admin", "display_name": None})
    assert (promoted.json()["role"], promoted.json()["display_name"]) == ("admin", "V")


async def test_an_email_is_taken_whatever_its_case(people):
    clients, _ = people
    assert (await clients["owner"].post(USERS, json=NEW)).status_code == 200

    again = await clients["owner"].post(USERS, json=NEW | {"email": "U@EXAMPLE.com"})

    assert (again.status_code, again.json()) == (400, {"detail": "Email already registered"})


@pytest.mark.parametrize(
    ("actor", "target", "body", "refusal"),
    [
        ("owner", None, {"role": "user"}, (404, "User not found")),
        ("admin", None, {"role": "owner"}, (404, "User not found")),
        ("admin", "owner", {}, (403, "Admins cannot modify owner or admin users")),
        ("admin", "admin", {}, (403, "Admins cannot modify owner or admin users")),
        ("owner", "owner", {"role": "owner"}, (400, "Cannot change your own role")),
        ("owner", "owner", {"role": "user"}, (400, "Cannot change your own role")),
        (
            "admin",
            "user",
            {"role": "admin"},
            (403, "Admins cannot promote users to owner or admin"),
        ),
        (
            "owner",
            "owner",
            {"is_active": False},
            (400, "The last active owner cannot be demoted, deactivated or deleted."),
        ),
    ],
)
async def test_who_may_not_be_changed(people, actor, target, body, refusal):
    clients, users = people
    user_id = users[target].id if target else uuid4()

    answer = await clients[actor].put(f"{USERS}/{user_id}", json=body)

    assert (answer.status_code, answer.json()["detail"]) == refusal


async def test_admins_make_users_only(people):
    clients, _ = people

    for role in ("owner", "admin"):
        refused = await clients["admin"].post(USERS, json=NEW | {"role": role})
        assert (refused.status_code, refused.json()) == (
            403,
            {"detail": "Admins can only create users with 'user' role"},
        )
    assert (await clients["admin"].post(USERS, json=NEW)).status_code == 200


async def test_deleting_deactivates_and_signs_out(people):
    clients, users = people
    user = users["user"]

    done = await clients["admin"].delete(f"{USERS}/{user.id}")

    assert done.json() == {"message": f"User {user.email} deactivated successfully"}
    assert (await clients["user"].get(f"{USERS}/me")).json() == {
        "detail": "Session expired or revoked"
    }
    assert not (await AdminUser.get(id=user.id)).is_active


@pytest.mark.parametrize(
    ("actor", "target", "status", "text"),
    [
        ("owner", "owner", 400, "Cannot delete your own account"),
        ("admin", "owner", 403, "Admins cannot delete owner or admin users"),
        ("owner", None, 404, "User not found"),
    ],
)
async def test_who_may_not_be_deleted(people, actor, target, status, text):
    clients, users = people
    user_id = users[target].id if target else "not-a-uuid"

    refused = await clients[actor].delete(f"{USERS}/{user_id}")

    assert (refused.status_code, refused.json()) == (status, {"detail": text})


async def test_owners_switch_users_off_and_on(people):
    clients, users = people
    path = f"{USERS}/{users['admin'].id}"

    off = await clients["owner"].put(f"{path}/deactivate")
    assert (off.status_code, off.json()["is_active"]) == (200, False)
    assert (await clients["admin"].get(USERS)).status_code == 401
    assert (await clients["owner"].put(f"{path}/activate")).json()["is_active"]
    assert (await clients["admin"].get(USERS)).status_code == 401  # old sessions stay ended


# ---------------------------------------------------------------- passwords
CHANGE = {"current_password": PASSWORD, "new_password": "another password"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{USERS}/me/change-password"),
        ("PUT", f"{USERS}/password"),
        ("POST", USERS + "/{own_id}/change-password"),
    ],
)
async def test_own_passwords_change_on_every_path(people, ports, method, path):
    clients, users = people
    path = path.format(own_id=users["user"].id)

    wrong = await clients["user"].request(method, path, json=CHANGE | {"current_password": "wrong"})
    assert (wrong.status_code, wrong.json()) == (400, {"detail": "Current password is incorrect"})
    done = await clients["user"].request(method, path, json=CHANGE)
    assert done.json() == {"message": "Password changed successfully"}
    assert (await login(ports, users["user"].email)).status_code == 401
    assert (await login(ports, users["user"].email, "another password")).status_code == 200


@pytest.mark.parametrize(
    ("method", "name"), [("POST", "change-password"), ("PUT", "reset-password")]
)
async def test_owners_set_anothers_password_and_sign_them_out(people, ports, method, name):
    clients, users = people
    path = f"{USERS}/{users['admin'].id}/{name}"

    for role in ("user", "admin"):
        if role == "admin":
            path = f"{USERS}/{users['user'].id}/{name}"
        refused = await clients[role].request(method, path, json={"new_password": "taken over"})
        assert refused.status_code == 403
    done = await clients["owner"].request(
        method, f"{USERS}/{users['admin'].id}/{name}", json={"new_password": "given to you"}
    )

    assert done.status_code == 200
    assert (await clients["admin"].get(USERS)).json() == {"detail": "Session expired or revoked"}
    assert (await login(ports, users["admin"].email, "given to you")).status_code == 200


# ---------------------------------------------------------------- audit log
async def test_the_audit_log_speaks_the_words_of_before(ports):
    async with client(ports, headers={"User-Agent": "Panel/1"}) as anonymous:
        token = (await anonymous.post(f"{USERS}/setup", json=SETUP)).json()["access_token"]
    async with client(ports, token=token) as owner:
        user_id = (await owner.post(USERS, json=NEW)).json()["user_id"]
        await owner.put(f"{USERS}/{user_id}", json={"display_name": "V"})
        await owner.delete(f"{USERS}/{user_id}")
        await owner.post(f"{USERS}/me/change-password", json=CHANGE)
        await login(ports, "admin@example.com", "another password")
        await login(ports, "admin@example.com", "wrong")
        log = (await owner.get(f"{USERS}/audit-logs")).json()
        own_id = (await owner.get(f"{USERS}/me")).json()["user_id"]
        logins = (await owner.get(f"{USERS}/audit-logs", params={"action": "login"})).json()
        page = await owner.get(f"{USERS}/audit-logs", params={"limit": 2, "offset": 1})
        mine = await owner.get(f"{USERS}/audit-logs", params={"user_id": own_id})

    assert [(entry["action"], entry["user_id"]) for entry in log] == [
        ("login.failed", None),
        ("login", own_id),
        ("changed_password", own_id),
        ("deleted_user", own_id),
        ("updated_user", own_id),
        ("created_user", own_id),
        ("setup_owner", own_id),
    ]
    assert {entry["resource_type"] for entry in log} == {"admin_user"}
    created = log[5]
    assert (created["resource_id"], created["ip_address"]) == (user_id, "192.0.2.1")
    assert (created["details"]["email"], created["details"]["role"]) == ("u@example.com", "user")
    assert log[4]["details"] == {"email": "u@example.com", "display_name": "V"}
    assert [entry["action"] for entry in logins] == ["login"]
    assert page.json() == log[1:3]
    assert len(mine.json()) == 6
    stored = str([dict(event) for event in await AuditEvent.all()])
    for secret in (PASSWORD, "another password", NEW["password"], token, "argon2"):
        assert secret not in stored


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 1001}, {"offset": -1}, {"user_id": "nobody"}]
)
async def test_wrong_questions_to_the_audit_log_are_refused(people, query):
    clients, _ = people

    assert (await clients["owner"].get(f"{USERS}/audit-logs", params=query)).status_code == 422
