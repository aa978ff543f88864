"""Who may make, change and remove whom; and what is written down of it."""

import asyncio
from uuid import uuid4

import pytest

from domain import admins, audit, audit_resources, login, own_passwords, sessions
from domain.access import SYSTEM, Actor, ActorKind, AdminRole, Origin, Permission
from domain.credentials import Unproven
from domain.errors import (
    AlreadyExists,
    Forbidden,
    InvalidInput,
    NotFound,
    Protected,
    StorageTimeout,
    Unauthenticated,
)
from domain.paging import PageRequest
from persistence.database import ConstraintViolation, rows
from persistence.models import AdminUser, AuditEvent, Session
from tests.builders import make_model_group, make_organization, make_team
from tests.fakes import make_ports
from tests.people import HASH, PASSWORD, acting, make_session, make_user

pytestmark = pytest.mark.usefixtures("database")

OWNER, ADMIN, USER = AdminRole.OWNER, AdminRole.ADMIN, AdminRole.USER
ROLES = (OWNER, ADMIN, USER)
# The right of each role over each role: the matrix, once more and by hand.
MAY = {(OWNER, OWNER), (OWNER, ADMIN), (OWNER, USER), (ADMIN, USER)}


@pytest.fixture
def ports():
    return make_ports()


@pytest.fixture
async def owner():
    return acting(await make_user(OWNER))


async def caller_of(role):
    return acting(await make_user(role))


def new(role=USER, **values):
    return {"email": "new@example.com", "display_name": "New", "role": role, **values}


# ---------------------------------------------------------------- the matrix
@pytest.mark.parametrize("target", ROLES)
@pytest.mark.parametrize("role", ROLES)
async def test_who_makes_whom(owner, role, target):
    actor = await caller_of(role)

    if (role, target) in MAY:
        made = await admins.create(actor, **new(target))
        assert (made.role, made.created_by_id) == (target, actor.admin_user_id)
    else:
        with pytest.raises(Forbidden):
            await admins.create(actor, **new(target))
        assert not await AdminUser.exists(email="new@example.com")


@pytest.mark.parametrize("target", ROLES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", ["rename", "switch off", "delete", "deactivate"])
async def test_who_changes_whom(owner, ports, role, target, what):
    actor, other = await caller_of(role), await make_user(target)
    act = {
        "rename": lambda: admins.update(actor, ports, other.id, display_name="N"),
        "switch off": lambda: admins.update(actor, ports, other.id, is_active=False),
        "delete": lambda: admins.delete(actor, ports, other.id),
        "deactivate": lambda: admins.deactivate(actor, ports, other.id),
    }[what]

    if (role, target) in MAY:
        await act()
        assert await AuditEvent.all().count() == 1
    else:
        with pytest.raises(Forbidden):
            await act()
        assert await AdminUser.exists(id=other.id, is_active=True, display_name=other.display_name)
        assert not await AuditEvent.exists()


@pytest.mark.parametrize("to", ROLES)
@pytest.mark.parametrize("target", ROLES)
@pytest.mark.parametrize("role", ROLES)
async def test_who_gives_which_role(owner, ports, role, target, to):
    actor, other = await caller_of(role), await make_user(target)

    if (role, target) in MAY and (role, to) in MAY:
        assert (await admins.update(actor, ports, other.id, role=to)).role is to
    else:
        with pytest.raises(Forbidden):
            await admins.update(actor, ports, other.id, role=to)


@pytest.mark.parametrize("to", ROLES)
@pytest.mark.parametrize("role", [OWNER])
async def test_nobody_changes_their_own_role(owner, ports, role, to):
    with pytest.raises(Protected, match="Cannot change your own role"):
        await admins.update(owner, ports, owner.admin_user_id, role=to)


@pytest.mark.parametrize("kind", [ActorKind.ADMIN_KEY, ActorKind.VIRTUAL_KEY, None])
async def test_keys_and_strangers_have_no_say_here(owner, ports, kind):
    actor = Actor(kind=kind, label="somebody")
    refused = Forbidden if kind else Unauthenticated

    with pytest.raises(refused):
        await admins.create(actor, **new())
    with pytest.raises(refused):
        await admins.list_all(actor, PageRequest())
    with pytest.raises(refused):
        await own_passwords.reset(actor, ports, owner.admin_user_id, "another password")
    with pytest.raises(Unauthenticated):
        await admins.me(actor)
    assert await admins.by_ids(actor, [owner.admin_user_id]) == []


async def test_everybody_sees_themselves_and_managers_see_all(owner):
    user = await make_user(USER)
    both = [owner.admin_user_id, user.id]

    assert {one.id for one in await admins.by_ids(owner, both)} == set(both)
    assert [one.id for one in await admins.by_ids(acting(user), both)] == [user.id]
    assert (await admins.me(acting(user))).id == user.id


# ---------------------------------------------------------------- the last owner
@pytest.mark.parametrize("what", ["deactivate", "switch off"])
async def test_the_last_active_owner_stays(owner, ports, what):
    await make_user(OWNER, is_active=False)
    user_id = owner.admin_user_id

    with pytest.raises(Protected, match="last active owner"):
        if what == "deactivate":
            await admins.set_active(owner, ports, user_id, is_active=False)
        else:
            await admins.update(owner, ports, user_id, is_active=False)
    with pytest.raises(Protected):
        await admins.delete(owner, ports, user_id)

    assert await AdminUser.exists(id=user_id, is_active=True)
    assert not await AuditEvent.exists()


@pytest.mark.parametrize("what", ["demote", "delete", "deactivate"])
async def test_two_owners_who_remove_each_other_at_once_do_not_both_succeed(ports, what):
    one, two = await caller_of(OWNER), await caller_of(OWNER)
    act = {
        "demote": lambda a, b: admins.update(a, ports, b.admin_user_id, role=USER),
        "delete": lambda a, b: admins.delete(a, ports, b.admin_user_id),
        "deactivate": lambda a, b: admins.deactivate(a, ports, b.admin_user_id),
    }[what]

    outcomes = await asyncio.gather(act(one, two), act(two, one), return_exceptions=True)

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], Protected | StorageTimeout)
    assert await AdminUser.filter(role=OWNER, is_active=True).count() == 1


async def test_the_database_alone_would_keep_the_last_owner(owner):
    with pytest.raises(ConstraintViolation) as refusal:
        await rows("UPDATE admin_users SET is_active = false")

    assert refusal.value.sqlstate == "LC010"


async def test_an_owner_may_go_when_another_is_there(ports):
    one, two = await caller_of(OWNER), await caller_of(OWNER)

    await admins.update(one, ports, one.admin_user_id, is_active=False)
    with pytest.raises(Protected):
        await admins.delete(one, ports, one.admin_user_id)
    await admins.delete(two, ports, one.admin_user_id)

    assert not await AdminUser.exists(id=one.admin_user_id)


# ---------------------------------------------------------------- sessions of those changed
@pytest.mark.parametrize("what", ["switch off", "deactivate", "delete", "reset"])
async def test_who_is_shut_out_is_signed_out_everywhere(owner, ports, what):
    user = await make_user(USER)
    tokens = [(await make_session(ports, user)).access_token for _ in range(2)]
    for token in tokens:
        assert isinstance(await sessions.identify(ports, token, Origin()), Actor)

    match what:
        case "switch off":
            await admins.update(owner, ports, user.id, is_active=False)
        case "deactivate":
            await admins.deactivate(owner, ports, user.id)
        case "delete":
            await admins.delete(owner, ports, user.id)
        case "reset":
            await own_passwords.reset(owner, ports, user.id, "another password")

    for token in tokens:
        assert await sessions.identify(ports, token, Origin()) is Unproven.ENDED


async def test_another_role_counts_from_the_next_request_on(owner, ports):
    user = await make_user(ADMIN)
    token = (await make_session(ports, user)).access_token
    assert (await sessions.identify(ports, token, Origin())).role is ADMIN

    await admins.update(owner, ports, user.id, role=USER)

    assert (await sessions.identify(ports, token, Origin())).role is USER


async def test_a_login_and_a_deactivation_at_once_leave_no_session(owner, ports):
    for number in range(8):
        user = await make_user(USER, email=f"race{number}@example.com", password_hash=HASH)
        outcomes = await asyncio.gather(
            login.login(Actor(kind=None, label="x"), ports, user.email, PASSWORD),
            _after(0.02 * number / 2, admins.deactivate, owner, ports, user.id),
            return_exceptions=True,
        )
        assert isinstance(outcomes[1], AdminUser)
        assert not await Session.exists(admin_user_id=user.id, revoked_at=None)


async def _after(seconds, act, *arguments):
    await asyncio.sleep(seconds)
    return await act(*arguments)


# ---------------------------------------------------------------- inputs
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "a@b.invalid"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"email": f"{'a' * 65}@example.com"}, "email"),
        ({"email": f"a@{'b' * 250}.com"}, "email"),
        ({"email": "a@-b.com"}, "email"),
        ({"email": "a\0@example.com"}, "email"),
        ({"email": "a@example.com\n"}, None),
        ({"display_name": ""}, "displayName"),
        ({"display_name": "x" * 256}, "displayName"),
        ({"display_name": "a\0b"}, "displayName"),
        ({"password": "short"}, "password"),
        ({"metadata": {"x": "y" * 11_000}}, "metadata"),
        ({"metadata": []}, "metadata"),
    ],
)
async def test_wrong_inputs_are_named(owner, values, field):
    if field is None:
        assert (await admins.create(owner, **new(**values))).email == "a@example.com"
        return
    with pytest.raises(InvalidInput) as refusal:
        await admins.create(owner, **new(**values))

    assert refusal.value.field == (field,)


@pytest.mark.parametrize("name", ["display_name", "role", "is_active"])
async def test_what_is_never_null_cannot_be_cleared(owner, ports, name):
    with pytest.raises(InvalidInput):
        await admins.update(owner, ports, owner.admin_user_id, **{name: None})


async def test_an_email_is_taken_once_however_many_ask(owner):
    made = await asyncio.gather(
        *(
            admins.create(owner, **new(email=email))
            for email in ("same@example.com", "SAME@example.com", "Same@EXAMPLE.com")
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(one, AdminUser) for one in made) == 1
    assert sum(isinstance(one, AlreadyExists) for one in made) == 2


async def test_unknown_users_are_not_found(owner, ports):
    for act in (
        lambda: admins.get(owner, uuid4()),
        lambda: admins.update(owner, ports, uuid4(), display_name="N"),
        lambda: admins.delete(owner, ports, uuid4()),
        lambda: own_passwords.reset(owner, ports, uuid4(), "another password"),
    ):
        with pytest.raises(NotFound, match="User not found"):
            await act()


async def test_owners_change_their_own_password_with_the_present_one_only(owner, ports):
    with pytest.raises(Protected):
        await own_passwords.reset(owner, ports, owner.admin_user_id, "another password")


# ---------------------------------------------------------------- lists
async def page(owner, size=10, **values):
    return await admins.list_page(owner, PageRequest(first=size), **values)


async def test_users_are_listed_by_email_and_filtered(owner):
    for name in ("bea", "abe", "cid"):
        await make_user(USER, email=f"{name}@example.org", display_name=f"{name} 100%")
    await make_user(ADMIN, email="off@example.org", is_active=False)

    found = await page(owner, roles=[USER])
    assert [user.email[:3] for user in found.rows] == ["abe", "bea", "cid"]
    found = await page(owner, roles=[USER], descending=True)
    assert [user.email[:3] for user in found.rows] == ["cid", "bea", "abe"]
    assert [user.email[:3] for user in (await page(owner, is_active=False)).rows] == ["off"]
    assert [user.email[:3] for user in (await page(owner, search="ABE@")).rows] == ["abe"]
    assert len((await page(owner, search="0%")).rows) == 3
    assert (await page(owner, search="_%")).rows == []


# ---------------------------------------------------------------- the audit log
async def test_a_change_is_written_down_with_its_origin_before_and_after(owner, ports):
    made = await admins.create(owner, **new(password=PASSWORD))
    await admins.update(owner, ports, made.id, role=ADMIN, display_name="New")
    await admins.delete(owner, ports, made.id)

    created, updated, deleted = await AuditEvent.all().order_by("created_at")
    assert (created.action, updated.action, deleted.action) == (
        "admin_user.created",
        "admin_user.updated",
        "admin_user.deleted",
    )
    assert updated.changes == [{"field": "role", "before": "user", "after": "admin"}]
    for event in (created, updated, deleted):
        assert (event.actor_kind, event.actor_label) == (ActorKind.ADMIN_USER, owner.label)
        assert (event.resource_type, event.resource_id) == ("admin_user", "new@example.com")
        assert (event.ip_address, event.user_agent, event.request_id) == (
            "192.0.2.1",
            "test",
            "request-1",
        )
        assert "argon2" not in str(dict(event))
        assert PASSWORD not in str(dict(event))


async def test_the_audit_log_is_filtered(owner, ports):
    await admins.create(owner, **new())
    organization = await make_organization("org-a")
    await make_team("team-a", organization)
    await make_model_group("Fast")

    async def actions(**values):
        request = PageRequest(first=50)
        found = await audit.list_page(owner, request, audit.Filter(**values), descending=False)
        return [event.action for event in found.rows]

    everything = await actions()
    assert everything[0] == "admin_user.created"
    assert await actions(admin_user_id=owner.admin_user_id) == ["admin_user.created"]
    assert await actions(actor_kinds=[ActorKind.ADMIN_USER]) == ["admin_user.created"]
    assert await actions(actor_kinds=[ActorKind.SYSTEM]) == everything[1:]
    assert await actions(actions=["admin_user.*", "no.such"]) == ["admin_user.created"]
    assert await actions(actions=["admin%.*"]) == []
    assert await actions(resource_type="team", resource_id="team-a")
    assert set(await actions(team_id="team-a")) >= {"team.created"}
    assert await actions(organization_id="org-b") == []
    moment = (await AuditEvent.all().order_by("created_at").first()).created_at
    assert await actions(until=moment) == []
    assert await actions(since=moment) == everything


async def test_the_records_of_events_are_found_while_they_exist(owner, ports):
    made = await admins.create(owner, **new())
    organization = await make_organization("org-a")
    team = (await make_team("team-a", organization)).team
    group = await make_model_group("Fast")
    names = [
        audit_resources.name_of(event)
        for event in await AuditEvent.all().order_by("created_at")
        if event.action.endswith(".created")
    ]

    found = await audit_resources.find(owner, [name for name in names if name])

    assert {row.id for row in found.values()} >= {made.id, organization.id, team.id, group.id}
    await admins.delete(owner, ports, made.id)
    assert ("admin_user", str(made.id)) not in await audit_resources.find(owner, names)


@pytest.mark.parametrize("role", [USER, None])
async def test_the_audit_log_is_for_managers(role):
    actor = await caller_of(role) if role else Actor(kind=ActorKind.ADMIN_KEY, label="admin key")

    for read in (
        audit.list_page(actor, PageRequest(), audit.Filter()),
        audit.list_latest(actor, audit.Filter(), limit=1),
        audit.by_ids(actor, []),
        audit_resources.find(actor, []),
    ):
        with pytest.raises(Forbidden) as refusal:
            await read
        assert refusal.value.permission == Permission.READ_AUDIT_LOG


async def test_the_command_line_makes_owners():
    made = await admins.create(SYSTEM, **new(OWNER, password=PASSWORD))

    assert (made.role, made.created_by_id) == (OWNER, None)
