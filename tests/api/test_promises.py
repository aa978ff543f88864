"""What the descriptions of the schema say about objects, changes, repeats and refusals."""

import asyncio

import pytest
import pytest_asyncio

from domain import credits
from domain.access import Actor, ActorKind, AdminRole
from domain.credits import MICROS
from domain.organizations import DefaultTeam
from graph.ids import global_id
from persistence.models import (
    AuditEvent,
    IdempotentRequest,
    LedgerEntry,
    Organization,
    Team,
    VirtualKey,
    uuid7,
)
from tests.builders import make_model_group, make_organization, make_team
from tests.fakes import make_ports
from tests.people import acting, make_session, make_user

pytestmark = pytest.mark.usefixtures("database")

ERRORS = "errors { __typename code message field }"


@pytest.fixture
def change(graphql, owner):
    """`await change(mutation, selection, **input)` is its payload."""

    async def run(name, selection="", /, *, actor=owner, **values):
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} {ERRORS} }} }}"
        )
        answer = await graphql(query, {"input": values}, actor=actor)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return run


def told(payload):
    return [(error["code"], error["field"]) for error in payload["errors"]]


# ---------------------------------------------------------------- objects by their global ID
@pytest_asyncio.fixture
async def everything(owner):
    """The global ID of one object of each type."""
    made = await make_team("t", initial_credits=MICROS)
    group = await make_model_group("Chat")
    account = await credits.account(owner, "t")
    entry = await LedgerEntry.filter(account_id=account.id).exclude(amount=0).first()
    event = await AuditEvent.filter(action="team.created").first()
    user = await make_user(AdminRole.USER)
    signed_in = await make_session(make_ports(), user)
    return {
        "Team": made.team.id,
        "Organization": made.team.organization_id,
        "VirtualKey": made.issued.key.id,
        "CreditAccount": account.id,
        "CreditTransaction": entry.id,
        "ModelGroup": group.id,
        "AuditLogEntry": event.id,
        "AdminUser": user.id,
        "Session": signed_in.session.id,
    }, acting(user, signed_in)


NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"


async def test_every_kind_of_object_is_found_by_its_global_id(graphql, owner, everything):
    keys, person = everything
    ids = [global_id(kind, key) for kind, key in keys.items()]
    absent = [global_id(kind, uuid7()) for kind in keys]
    mixed = [each for pair in zip(ids, absent, strict=True) for each in pair]

    answer = await graphql(NODES, {"ids": mixed}, actor=owner)

    assert "errors" not in answer, answer
    found = answer["data"]["nodes"]
    assert found[1::2] == [None] * len(keys)
    seen = {node["__typename"]: node["id"] for node in found[::2] if node}
    assert seen | {"Session": ids[-1]} == dict(zip(keys, ids, strict=True))
    own = await graphql(NODES, {"ids": [ids[-1], ids[-1]]}, actor=person)
    assert [node["__typename"] for node in own["data"]["nodes"]] == ["Session", "Session"]


async def test_the_key_of_an_object_under_another_type_is_nothing(graphql, owner, everything):
    keys, _ = everything
    kinds = list(keys)
    swapped = [global_id(kinds[place - 1], keys[kind]) for place, kind in enumerate(kinds)]

    answer = await graphql(NODES, {"ids": swapped}, actor=owner)

    assert answer == {"data": {"nodes": [None] * len(kinds)}}


async def test_a_virtual_key_finds_its_own_objects_only(graphql, everything, owner):
    keys, _ = everything
    other = await make_team("other", initial_credits=MICROS)
    me = Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="default",
        virtual_key_id=keys["VirtualKey"],
        team_id="t",
        organization_id=(await Organization.get(id=keys["Organization"])).organization_id,
    )
    theirs = [
        global_id("Team", other.team.id),
        global_id("Organization", other.team.organization_id),
        global_id("VirtualKey", other.issued.key.id),
        global_id("CreditAccount", (await credits.account(owner, "other")).id),
    ]
    mine = [global_id(kind, keys[kind]) for kind in keys]

    answer = await graphql(NODES, {"ids": mine + theirs}, actor=me)

    assert "errors" not in answer, answer
    found = [node and node["__typename"] for node in answer["data"]["nodes"]]
    assert found[: len(mine)] == [
        *("Team", "Organization", "VirtualKey", "CreditAccount", "CreditTransaction"),
        *(None, None, None, None),
    ]
    assert found[len(mine) :] == [None] * len(theirs)


# ---------------------------------------------------------------- updates
async def test_names_that_must_be_there_are_not_cleared(change, owner):
    await make_organization("acme", name="Acme")
    user = await make_user(AdminRole.USER)
    group = await make_model_group("Chat")

    refused = await change("updateOrganization", organizationId="acme", name=None)
    assert told(refused) == [("INVALID_INPUT", ["name"])]
    person = global_id("AdminUser", user.id)
    for field in ("displayName", "role", "isActive"):
        refused = await change("updateAdminUser", id=person, **{field: None})
        assert told(refused) == [("INVALID_INPUT", [field])]
    refused = await change("updateModelGroup", groupName="Chat", status=None)
    assert told(refused) == [("INVALID_INPUT", ["status"])]
    assert (await Organization.get(organization_id="acme")).name == "Acme"
    assert group.group_name == "Chat"


async def test_null_clears_what_may_be_empty(change):
    await make_team("t", name="Named", metadata={"a": 1})
    await make_model_group("Chat")
    await change("updateModelGroup", groupName="Chat", displayName="Shown", description="Text")

    team = "team { name metadata budget { creditsPerDollar usesDefaultCreditsPerDollar mode } }"
    changed = await change("updateTeam", team, teamId="t", name=None, metadata=None)
    assert (changed["team"]["name"], changed["team"]["metadata"]) == ("t", {})
    rate = {"creditsPerDollar": "3.5", "mode": "CONSUMPTION_USD"}
    changed = await change("updateTeamBudget", team, teamId="t", budget=rate)
    assert changed["team"]["budget"] == rate | {"usesDefaultCreditsPerDollar": False}
    changed = await change("updateTeamBudget", team, teamId="t", budget={"creditsPerDollar": None})
    assert changed["team"]["budget"] == {
        "mode": "CONSUMPTION_USD",
        "creditsPerDollar": "10",
        "usesDefaultCreditsPerDollar": True,
    }
    unchanged = await change("updateTeamBudget", team, teamId="t", budget={})
    assert unchanged["team"] == changed["team"]
    group = "modelGroup { displayName description models { modelName } }"
    changed = await change(
        "updateModelGroup", group, groupName="Chat", displayName=None, description=None
    )
    assert changed["modelGroup"]["displayName"] == "Chat"
    assert changed["modelGroup"]["description"] is None
    assert len(changed["modelGroup"]["models"]) == 2
    emptied = await change("updateModelGroup", group, groupName="Chat", models=None)
    assert emptied["modelGroup"]["models"] == []


async def test_access_lists_are_replaced_when_given(change):
    await make_model_group("Chat")
    await make_model_group("Code")
    await make_team("t", groups=("Chat",))
    team = "team { modelGroups { groupName } }"

    assert (await change("setTeamAccess", team, teamId="t"))["team"] == {
        "modelGroups": [{"groupName": "Chat"}]
    }
    changed = await change("setTeamAccess", team, teamId="t", modelGroups=["Code"])
    assert changed["team"]["modelGroups"] == [{"groupName": "Code"}]
    closed = await change("setTeamAccess", team, teamId="t", modelGroups=[])
    assert closed["team"]["modelGroups"] == []


async def test_a_refill_ends_only_when_null_is_sent(change, graphql, owner):
    await make_team("t")
    refill = {"amount": "5", "period": "WEEKLY"}
    account = "creditAccount { autoRefill { amount period } }"
    await change("setAutoRefill", account, teamId="t", autoRefill=refill)

    forgotten = await change("setAutoRefill", account, teamId="t")

    assert told(forgotten) == [("INVALID_INPUT", ["autoRefill"])]
    now = await graphql(f'{{ team(teamId: "t") {{ {account} }} }}', actor=owner)
    assert now["data"]["team"]["creditAccount"]["autoRefill"] == refill
    ended = await change("setAutoRefill", account, teamId="t", autoRefill=None)
    assert ended["creditAccount"] == {"autoRefill": None}


# ---------------------------------------------------------------- repeats
CREATED = "team { id } issuedKey { secret virtualKey { id } }"


async def test_a_repeated_creation_gets_the_first_reply_with_the_secret(change, owner):
    await make_organization("acme")
    values = {"organizationId": "acme", "teamId": "t", "metadata": {"a": 1, "b": [None, {}]}}

    first = await change("createTeam", CREATED, **values, idempotencyKey="k")
    again = await change("createTeam", CREATED, **values, idempotencyKey="k")
    reordered = dict(reversed(values.items())) | {"metadata": {"b": [None, {}], "a": 1}}
    same = await change("createTeam", CREATED, **reordered, waitMs=1, idempotencyKey="k")
    other = await change("createTeam", CREATED, **values, name="x", idempotencyKey="k")

    assert first["errors"] == []
    assert first == again == same
    assert first["issuedKey"]["secret"].startswith("sk-")
    assert told(other) == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    assert other["team"] is None
    assert await Team.filter(team_id="t").count() == await VirtualKey.all().count() == 1


async def test_a_repeated_foundation_gets_the_first_reply_with_the_secret(change):
    values = {"organizationId": "acme", "name": "Acme", "idempotencyKey": "k"}
    made = "organization { id defaultTeam { id } } issuedKey { secret }"

    first = await change("createOrganization", made, **values)
    again = await change("createOrganization", made, **values)
    other = await change("createOrganization", made, **values, defaultTeam=None)

    assert first == again
    assert first["issuedKey"]["secret"]
    assert told(other) == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    without = await change(
        "createOrganization",
        made,
        organizationId="b",
        name="B",
        defaultTeam=None,
        idempotencyKey="b",
    )
    assert without["issuedKey"] is without["organization"]["defaultTeam"] is None


async def test_after_a_day_a_repeat_is_a_new_request(change, database_url, owner_connection):
    await make_organization("acme")
    values = {"organizationId": "acme", "teamId": "t", "idempotencyKey": "k"}
    await change("createTeam", CREATED, **values)
    await owner_connection.execute(
        "UPDATE idempotent_requests SET created_at = now() - interval '25 hours'"
    )

    late = await change("createTeam", CREATED, **values)

    assert told(late) == [("ALREADY_EXISTS", ["teamId"])]
    assert await IdempotentRequest.all().count() <= 1


async def test_a_refused_request_leaves_its_key_free(change):
    await make_organization("acme")
    wrong = {"organizationId": "acme", "teamId": "t", "modelGroups": ["None"]}

    refused = await change("createTeam", CREATED, **wrong, idempotencyKey="k")
    right = await change(
        "createTeam", CREATED, organizationId="acme", teamId="t", idempotencyKey="k"
    )

    assert told(refused) == [("NOT_FOUND", ["modelGroups", "0"])]
    assert told(right) == []


async def test_each_person_and_each_mutation_has_keys_of_its_own(change, owner):
    second = acting(await make_user(AdminRole.OWNER))
    await make_organization("acme")
    values = {"organizationId": "acme", "idempotencyKey": "k"}

    mine = await change("createTeam", CREATED, **values, teamId="a")
    theirs = await change("createTeam", CREATED, **values, teamId="b", actor=second)
    other = await change("createOrganization", organizationId="k", name="K", idempotencyKey="k")

    assert told(mine) == told(theirs) == told(other) == []
    assert mine["issuedKey"] != theirs["issuedKey"]


async def test_twins_make_one_team_and_both_learn_of_it(change):
    await make_organization("acme")
    values = {"organizationId": "acme", "teamId": "t", "idempotencyKey": "k"}

    replies = await asyncio.gather(*(change("createTeam", CREATED, **values) for _ in range(6)))

    codes = {code for reply in replies for code, _ in told(reply)}
    assert codes <= {"IDEMPOTENCY_KEY_IN_PROGRESS"}
    secrets = {reply["issuedKey"]["secret"] for reply in replies if not told(reply)}
    assert len(secrets) == 1 == await Team.all().count()


async def test_a_repeated_grant_is_one_grant(change):
    await make_team("t")
    grant = {"teamId": "t", "amount": "1", "idempotencyKey": "k"}
    moved = "transaction { id } creditAccount { balance }"

    replies = await asyncio.gather(*(change("addCredits", moved, **grant) for _ in range(5)))

    codes = {code for reply in replies for code, _ in told(reply)}
    assert codes <= {"IDEMPOTENCY_KEY_IN_PROGRESS"}
    assert {reply["creditAccount"]["balance"] for reply in replies if not told(reply)} == {"1"}
    other = await change("addCredits", moved, **grant | {"amount": "2"})
    assert told(other) == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]


@pytest.mark.parametrize("key", ["open", "initial"])
async def test_no_idempotency_key_is_taken_by_the_server(change, key):
    await make_team("t", initial_credits=5 * MICROS)
    values = {"teamId": "t", "amount": "5", "reason": "Initial allocation", "idempotencyKey": key}

    moved = await change("addCredits", "creditAccount { balance }", **values)

    assert (told(moved), moved["creditAccount"]) == ([], {"balance": "10"})


@pytest.mark.parametrize("key", ["", "k" * 256])
@pytest.mark.parametrize(
    "name", ["createTeam", "createOrganization", "addCredits", "refundCredits"]
)
async def test_an_idempotency_key_has_bounds(change, owner, key, name):
    await make_team("t", initial_credits=MICROS)
    charge = await credits.charge(owner, "t", 1, reason="Work", idempotency_key="c")
    values = {
        "createTeam": {"organizationId": "none", "teamId": "x"},
        "createOrganization": {"organizationId": "x", "name": "X"},
        "addCredits": {"teamId": "t", "amount": 1},
        "refundCredits": {
            "transactionId": global_id("CreditTransaction", charge.id),
            "reason": "Sorry",
        },
    }[name]

    assert told(await change(name, **values, idempotencyKey=key)) == [
        ("INVALID_INPUT", ["idempotencyKey"])
    ]


# ---------------------------------------------------------------- refusals
async def test_all_faults_of_a_form_are_told_at_once(change):
    long = "x" * 600
    user = await change("createAdminUser", email="nobody", displayName=" ", password="short")
    assert told(user) == [
        ("INVALID_INPUT", ["email"]),
        ("INVALID_INPUT", ["displayName"]),
        ("INVALID_INPUT", ["password"]),
    ]
    group = await change(
        "createModelGroup",
        groupName="",
        displayName=long,
        models=[{"modelName": " "}, {"modelName": "ok"}, {"modelName": long}],
    )
    assert told(group) == [
        ("INVALID_INPUT", ["groupName"]),
        ("INVALID_INPUT", ["displayName"]),
        ("INVALID_INPUT", ["models", "0", "modelName"]),
        ("INVALID_INPUT", ["models", "2", "modelName"]),
    ]
    values = {"name": "A", "organizationId": "a", "idempotencyKey": "k"}
    organization = await change(
        "createOrganization", **values | {"organizationId": " a", "name": "", "metadata": [1]}
    )
    assert told(organization) == [
        ("INVALID_INPUT", ["organizationId"]),
        ("INVALID_INPUT", ["name"]),
        ("INVALID_INPUT", ["metadata"]),
    ]
    team = {"name": long, "initialCredits": "-1", "modelGroups": ["b", "b"]}
    assert told(await change("createOrganization", **values, defaultTeam=team)) == [
        ("INVALID_INPUT", ["defaultTeam", "name"]),
        ("INVALID_INPUT", ["defaultTeam", "modelGroups", "1"]),
        ("INVALID_INPUT", ["defaultTeam", "initialCredits"]),
    ]


@pytest.mark.parametrize("wait", [-1, 2001, 2147483647])
async def test_a_wait_has_bounds(change, wait):
    await make_organization("acme")
    team = {"organizationId": "acme", "teamId": "t", "idempotencyKey": "k"}

    for name, values in (
        ("createTeam", team),
        ("createOrganization", {"organizationId": "x", "name": "X", "idempotencyKey": "k"}),
    ):
        assert told(await change(name, **values, waitMs=wait)) == [("INVALID_INPUT", ["waitMs"])]
    assert await Team.all().count() == 0


async def test_missing_credits_come_with_what_is_needed(change):
    await make_team("t", initial_credits=MICROS)
    error = "errors { ... on InsufficientCreditsError { required available boundBy } }"
    for name, amount in (("deductCredits", "2.5"), ("adjustCredits", "-2.5")):
        refused = await change(
            name, error, teamId="t", amount=amount, reason="More than that", idempotencyKey="k"
        )
        assert refused["errors"] == [
            {
                "__typename": "InsufficientCreditsError",
                "code": "INSUFFICIENT_CREDITS",
                "message": refused["errors"][0]["message"],
                "field": refused["errors"][0]["field"],
                "required": "2.5",
                "available": "1",
                "boundBy": "TEAM_BALANCE",
            }
        ]


async def test_a_correction_holds_only_for_the_balance_it_starts_from(change):
    await make_team("t", initial_credits=MICROS)
    fix = {"teamId": "t", "amount": "-1", "reason": "Counted twice"}
    moved = "creditAccount { balance } transaction { id }"

    stale = await change("adjustCredits", moved, **fix, expectedBalance="2", idempotencyKey="a")
    right = await change("adjustCredits", moved, **fix, expectedBalance="1", idempotencyKey="a")
    again = await change("adjustCredits", moved, **fix, expectedBalance="1", idempotencyKey="a")
    late = await change("adjustCredits", moved, **fix, expectedBalance="1", idempotencyKey="b")

    assert told(stale) == told(late) == [("STALE", ["expectedBalance"])]
    assert told(right) == []
    assert right == again
    assert right["creditAccount"] == {"balance": "0"}
    assert stale["transaction"] is None


async def test_only_a_charge_is_given_back_and_no_more_than_it_was(change, owner):
    await make_team("t", initial_credits=5 * MICROS)
    charged = await credits.charge(owner, "t", 2 * MICROS, reason="Work", idempotency_key="c")
    grant = await LedgerEntry.get(account_id=charged.account_id, amount=5 * MICROS)
    charge = {"transactionId": global_id("CreditTransaction", charged.id), "reason": "Sorry"}
    moved = "transaction { type amount refundOf { id } } creditAccount { balance totalCharged }"

    async def refund(key, **values):
        return await change("refundCredits", moved, **charge | values, idempotencyKey=key)

    assert told(await refund("a", amount="2.000001")) == [("INVALID_INPUT", ["amount"])]
    assert told(await refund("b", amount="0")) == [("INVALID_INPUT", ["amount"])]
    not_a_charge = await refund("c", transactionId=global_id("CreditTransaction", grant.id))
    assert told(not_a_charge) == [("INVALID_STATE", ["transactionId"])]
    absent = await refund("d", transactionId=global_id("CreditTransaction", uuid7()))
    assert told(absent) == [("NOT_FOUND", ["transactionId"])]
    for wrong in ("", "x", global_id("Team", charged.id)):
        assert told(await refund("e", transactionId=wrong)) == [
            ("INVALID_INPUT", ["transactionId"])
        ]
    done = await refund("f", amount="0.5")
    assert done["transaction"] == {
        "type": "REFUND",
        "amount": "0.5",
        "refundOf": {"id": charge["transactionId"]},
    }
    assert done["creditAccount"] == {"balance": "3.5", "totalCharged": "1.5"}
    assert await refund("f", amount="0.5") == done
    assert [code for code, _ in told(await refund("g"))] == ["INVALID_STATE"]


async def test_what_is_protected_says_so(change):
    await make_organization("acme", default_team=DefaultTeam())
    person = await make_user(AdminRole.OWNER)
    owner = acting(person)
    me = global_id("AdminUser", person.id)

    default = await change("deleteTeam", "deletedId", teamId="acme_default")
    assert (default["deletedId"], told(default)) == (None, [("PROTECTED", ["teamId"])])
    assert told(await change("updateAdminUser", id=me, role="USER", actor=owner)) == [
        ("PROTECTED", ["role"])
    ]
    [(code, _)] = told(await change("updateAdminUser", id=me, isActive=False, actor=owner))
    assert code == "PROTECTED"
    [(code, _)] = told(await change("deleteAdminUser", id=me, actor=owner))
    assert code == "PROTECTED"


async def test_states_that_do_not_allow_a_change_say_so(change):
    await make_team("t", await make_organization("acme"))
    status = "team { status statusReason }"

    for name, wanted in (("pauseTeam", "PAUSED"), ("suspendTeam", "SUSPENDED")):
        changed = await change(name, status, teamId="t", reason="Why")
        assert changed["team"] == {"status": wanted, "statusReason": "Why"}
    assert [code for code, _ in told(await change("pauseTeam", teamId="t"))] == ["INVALID_STATE"]
    resumed = await change("resumeTeam", status, teamId="t")
    assert resumed["team"] == {"status": "ACTIVE", "statusReason": None}
    await change("suspendOrganization", organizationId="acme")
    [(code, _)] = told(await change("pauseOrganization", organizationId="acme"))
    assert code == "INVALID_STATE"


async def test_what_is_in_use_is_not_deleted_and_what_is_deleted_names_itself(change, owner):
    acme = await make_organization("acme")
    group = await make_model_group("Chat")
    made = await make_team("t", acme, groups=("Chat",))

    used = await change("deleteModelGroup", "deletedId", groupName="Chat")
    assert (used["deletedId"], told(used)) == (None, [("IN_USE", ["groupName"])])
    owned = await change("deleteOrganization", "deletedId", organizationId="acme")
    assert (owned["deletedId"], told(owned)) == (None, [("IN_USE", ["organizationId"])])

    for name, values, wanted in (
        ("deleteTeam", {"teamId": "t"}, global_id("Team", made.team.id)),
        ("deleteModelGroup", {"groupName": "Chat"}, global_id("ModelGroup", group.id)),
        ("deleteOrganization", {"organizationId": "acme"}, global_id("Organization", acme.id)),
    ):
        assert (await change(name, "deletedId", **values))["deletedId"] == wanted
        assert [code for code, _ in told(await change(name, "deletedId", **values))] == [
            "NOT_FOUND"
        ]
    assert (await AuditEvent.filter(action="team.deleted").count()) == 1


# ---------------------------------------------------------------- values
@pytest.mark.parametrize(
    "metadata",
    [[], "x", 1, True, {"a": "x" * 10_300}, {"ä" * 6000: 1}],
)
async def test_metadata_is_an_object_of_bounded_size(change, metadata):
    await make_team("t")

    refused = await change("updateTeam", teamId="t", metadata=metadata)

    assert told(refused) == [("INVALID_INPUT", ["metadata"])]


async def test_metadata_comes_back_as_it_was_sent(change):
    await make_team("t")
    sent = {
        "snake_case": None,
        "camelCase": [1, -1, 0.5, True, [], {}, [None]],
        "": {"": ""},
        "big": 2**63 - 1,
        "bigger": 2**64 - 1,
        "emoji": "🎈\n",
        "__proto__": {"constructor": 1},
    }

    changed = await change("updateTeam", "team { metadata }", teamId="t", metadata=sent)

    assert changed["team"]["metadata"] == sent


async def test_metadata_may_be_written_into_the_document(graphql, owner):
    await make_team("t")
    literal = '{ a: [1, null, "x", true, 1.5], nested: { b: null } }'

    answer = await graphql(
        f'mutation {{ updateTeam(input: {{ teamId: "t", metadata: {literal} }})'
        " { team { metadata } } }",
        actor=owner,
    )

    assert answer["data"]["updateTeam"]["team"]["metadata"] == {
        "a": [1, None, "x", True, 1.5],
        "nested": {"b": None},
    }
