"""OpenAI's chat API with a team's key: what is sent, answered and refused on the wire."""

import json
from typing import Any

import pytest

from domain import jobs, teams
from domain.access import SYSTEM
from integrations.litellm.sandbox.faults import Course, Fault
from persistence.models import Job, LLMCall, LLMCallContent
from tests.builders import make_model_group
from tests.calls_service import HI, Service
from tests.jobs_world import make_funded_team, make_job
from tests.rest.examples_scene import scene_of

CHAT = "/v1/chat/completions"


def refusal(answer: Any) -> tuple[int, Any, Any, Any]:
    """Status, type, code and parameter of a refusal in OpenAI's form."""
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert answer.headers["content-type"] == "application/json"
    assert error["message"]
    return answer.status_code, error["type"], error["code"], error["param"]


def events(text: str) -> list[Any]:
    assert text.endswith("\n\ndata: [DONE]\n\n")
    lines = text.removesuffix("data: [DONE]\n\n").split("\n\n")[:-1]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


async def test_a_call_outside_of_a_job_is_a_job_of_its_own(service: Service):
    body = {"model": service.model, "messages": HI, "user": "reader-7"}
    answer = await service.post(CHAT, body, X_Job_Type="summary")
    job = await Job.get(id=answer.headers["x-job-id"])

    said = answer.json()
    assert (said["object"], said["model"]) == ("chat.completion", service.model)
    assert said["usage"]["total_tokens"] > 0
    assert answer.headers["x-served-model"] == "gpt-4o-mini"
    assert answer.headers["x-call-id"] == str((await LLMCall.get(job_id=job.id)).id)
    assert (job.job_type, job.end_user_id) == ("summary", "reader-7")
    assert (job.status, job.charge_status) == ("completed", "charged")
    assert (await service.world.account()).balance == 9_000_000


async def test_the_type_of_its_job_is_chat_when_nothing_is_said(service: Service):
    answer = await service.post(CHAT, {"messages": HI})
    assert (await Job.get(id=answer.headers["x-job-id"])).job_type == "chat"


async def test_a_header_joins_a_running_job(service: Service):
    job_id = await service.new_job()
    for _ in range(2):
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Id=job_id)
        assert answer.headers["x-job-id"] == job_id
    job = await Job.get()
    assert (job.status, job.calls_succeeded, job.charged) == ("in_progress", 2, 0)


async def test_metadata_join_a_running_job_and_are_passed_on_without_it(service: Service):
    job_id = await service.new_job()
    for metadata, left in (({"job_id": job_id}, None), ({"job_id": job_id, "a": "b"}, {"a": "b"})):
        answer = await service.post(CHAT, {"messages": HI, "metadata": metadata})
        assert answer.headers["x-job-id"] == job_id
        content = await LLMCallContent.get(id=answer.headers["x-call-id"])
        assert content.request.get("metadata") == left


async def test_everything_is_passed_on_as_it_was_sent(service: Service):
    body = {
        "messages": HI,
        "temperature": 0,
        "top_p": 0.0,
        "n": 1,
        "stop": None,
        "logprobs": False,
        "max_completion_tokens": 7,
        "user": "reader-7",
        "whatever": {"comes": ["next"]},
    }
    answer = await service.post(CHAT, body | {"model": service.model, "stream": False})
    assert answer.status_code == 200
    content = await LLMCallContent.get(id=answer.headers["x-call-id"])
    assert content.request == body


class TestStreams:
    async def test_have_usage_in_a_chunk_of_its_own_when_it_is_asked_for(self, service: Service):
        body = {"messages": HI, "stream": True, "stream_options": {"include_usage": True}}
        answer = await service.post(CHAT, body)
        said = events(answer.text)

        assert said[-1]["choices"] == []
        assert said[-1]["usage"]["total_tokens"] > 0
        assert all(chunk["usage"] is None and chunk["choices"] for chunk in said[:-1])
        assert said[-2]["choices"][0]["finish_reason"] == "stop"
        assert len({(chunk["id"], chunk["created"], chunk["model"]) for chunk in said}) == 1

    @pytest.mark.parametrize("options", [None, {}, {"include_usage": False}])
    async def test_have_none_when_it_is_not(self, service: Service, options: Any):
        answer = await service.post(
            CHAT, {"messages": HI, "stream": True, "stream_options": options}
        )
        said = events(answer.text)
        assert not any("usage" in chunk for chunk in said)
        assert said[-1]["choices"][0]["finish_reason"] == "stop"

    async def test_say_which_job_and_call_they_are(self, service: Service):
        answer = await service.post(CHAT, {"messages": HI, "stream": True})
        call = await LLMCall.get()
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["x-job-id"] == str(call.job_id)
        assert answer.headers["x-call-id"] == str(call.id)
        assert answer.headers["x-served-model"] == "gpt-4o-mini"

    async def test_end_with_an_error_of_openais_form_when_the_model_breaks_off(
        self, service: Service
    ):
        service.world.faults.steer(Course(break_after=2))
        answer = await service.post(CHAT, {"messages": HI, "stream": True})
        said = events(answer.text)

        assert answer.status_code == 200
        assert answer.text.endswith(
            '\n\ndata: {"error":{"message":"LLM call failed: the answer broke off",'
            '"type":"server_error","param":null,"code":null}}\n\ndata: [DONE]\n\n'
        )
        assert len(said) > 1
        assert (await Job.get()).status == "failed"

    async def test_that_never_began_are_refused_as_any_call(self, service: Service):
        service.world.faults.inject(Fault.ERROR, "/chat", times=1)
        answer = await service.post(CHAT, {"messages": HI, "stream": True})
        assert refusal(answer)[:3] == (502, "server_error", None)


class TestRefusals:
    @pytest.mark.parametrize(
        "headers",
        [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer sk-of-nobody"}],
    )
    @pytest.mark.parametrize("path", [CHAT, "/v1/models", "/v1/models/any"])
    async def test_without_a_good_key(self, service: Service, path: str, headers: dict[str, str]):
        service.http.headers.pop("authorization")
        method = "POST" if path == CHAT else "GET"
        answer = await service.http.request(method, path, headers=headers, content=b"{nonsense")
        assert refusal(answer) == (401, "invalid_request_error", "invalid_api_key", None)

    async def test_of_a_suspended_team(self, service: Service):
        await teams.suspend(SYSTEM, service.world.team.team_id)
        answer = await service.post(CHAT, {"messages": HI})
        assert refusal(answer) == (403, "invalid_request_error", "team_not_active", None)

    @pytest.mark.parametrize(
        ("sent", "param"),
        [
            (b"", None),
            (b"{nonsense", None),
            (b"[1]", None),
            (b'"text"', None),
            (b"{}", "messages"),
            (b'{"messages": []}', "messages"),
            (b'{"messages": "Hi"}', "messages"),
            (b'{"messages": ["Hi"]}', "messages[0]"),
            (b'{"messages": [{"role": "user"}], "model": 7}', "model"),
            (b'{"messages": [{"role": "user"}], "stream": "yes"}', "stream"),
            (b'{"messages": [{"role": "user"}], "stream_options": 1}', "stream_options"),
            (b'{"messages": [{"role": "user"}], "metadata": []}', "metadata"),
            (b'{"messages": [{"role": "user"}], "user": 7}', "user"),
            (b'{"messages": [{"role": "user"}], "user": "' + b"x" * 256 + b'"}', "user"),
        ],
    )
    async def test_of_what_is_no_request(self, service: Service, sent: bytes, param: str | None):
        answer = await service.http.post(CHAT, content=sent)
        assert refusal(answer) == (400, "invalid_request_error", None, param)
        assert await Job.all().count() == 0

    @pytest.mark.parametrize("depth", [300, 100_000])
    async def test_of_what_is_nested_beyond_reason(self, service: Service, depth: int):
        nested = b"[" * depth + b"]" * depth
        sent = b'{"messages": [{"role": "user"}], "x": ' + nested + b"}"
        assert (await service.http.post(CHAT, content=sent)).status_code == 400

    async def test_of_too_much(self, service: Service):
        answer = await service.http.post(CHAT, content=b" " * (16 * 1024 * 1024 + 1))
        assert refusal(answer) == (413, "invalid_request_error", "request_too_large", None)

    async def test_without_credits_is_one_that_clients_do_not_repeat(self, make_service: Any):
        async with make_service(balance=0) as service:
            for stream in (False, True):
                answer = await service.post(CHAT, {"messages": HI, "stream": stream})
                assert refusal(answer) == (402, "insufficient_quota", "insufficient_quota", None)
            assert service.world.state.spend_logs == []

    @pytest.mark.parametrize("named", ["absent", "gpt-4o-mini", "a\0b", "x" * 300])
    async def test_of_a_model_that_the_team_may_not_call(self, service: Service, named: str):
        answer = await service.post(CHAT, {"messages": HI, "model": named})
        assert refusal(answer) == (403, "invalid_request_error", "model_not_allowed", "model")

    async def test_without_a_model_when_several_can_be_meant(self, service: Service):
        other = await make_model_group()
        names = teams.GroupNames((service.model, other.group_name), None)
        await teams.set_access(SYSTEM, service.world.team.team_id, names)
        answer = await service.post(CHAT, {"messages": HI})
        assert refusal(answer) == (400, "invalid_request_error", None, "model")

    @pytest.mark.parametrize("job_id", ["nonsense", "550e8400-e29b-41d4-a716-446655440000"])
    async def test_of_a_job_that_is_not_there(self, service: Service, job_id: str):
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Id=job_id)
        assert refusal(answer) == (404, "invalid_request_error", "not_found", "X-Job-Id")

    async def test_of_another_teams_job_says_the_same(self, service: Service):
        other = await make_job(await make_funded_team())
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Id=str(other.id))
        assert refusal(answer) == (404, "invalid_request_error", "not_found", "X-Job-Id")

    async def test_of_a_finished_job_are_not_to_be_repeated(self, service: Service):
        job_id = await service.new_job()
        await jobs.cancel(SYSTEM, job_id)
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Id=job_id)
        assert refusal(answer) == (409, "invalid_request_error", "job_conflict", "X-Job-Id")
        assert answer.json()["error"]["message"] == "Job is already cancelled"
        assert answer.headers["x-should-retry"] == "false"

    async def test_beyond_a_jobs_limits(self, service: Service):
        job_id = await service.new_job(max_calls=1)
        await service.post(CHAT, {"messages": HI}, X_Job_Id=job_id)
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Id=job_id)
        assert refusal(answer) == (403, "invalid_request_error", "job_limit_reached", "X-Job-Id")

    async def test_of_a_job_type_that_is_none(self, service: Service):
        answer = await service.post(CHAT, {"messages": HI}, X_Job_Type="x" * 101)
        assert refusal(answer) == (400, "invalid_request_error", None, "X-Job-Type")

    async def test_of_a_key_for_two_requests(self, service: Service):
        await service.post(CHAT, {"messages": HI}, Idempotency_Key="once")
        answer = await service.post(CHAT, {"messages": HI, "seed": 1}, Idempotency_Key="once")
        assert refusal(answer)[:3] == (409, "invalid_request_error", "idempotency_key_reused")
        assert answer.headers["x-should-retry"] == "false"
        answer = await service.post(CHAT, {"messages": HI}, Idempotency_Key="x" * 300)
        assert refusal(answer)[0] == 400

    async def test_by_the_provider_that_limits_the_rate(self, make_service: Any):
        async with make_service(models=("always-rate-limited",)) as service:
            answer = await service.post(CHAT, {"messages": HI})
            assert refusal(answer) == (429, "requests", "rate_limit_exceeded", None)
            assert answer.headers["x-job-id"] == str((await Job.get()).id)

    async def test_by_a_proxy_that_limits_the_rate_say_when_to_come_back(self, service: Service):
        service.world.faults.inject(Fault.RATE_LIMIT, "/chat")
        answer = await service.post(CHAT, {"messages": HI})
        assert refusal(answer) == (429, "requests", "rate_limit_exceeded", None)
        assert answer.headers["retry-after"] == "1"

    @pytest.mark.parametrize("fault", [Fault.ERROR, Fault.REFUSE, Fault.GARBAGE])
    async def test_of_a_broken_upstream(self, service: Service, fault: Fault):
        service.world.faults.inject(fault, "/chat")
        answer = await service.post(CHAT, {"messages": HI})
        assert refusal(answer)[:3] == (502, "server_error", None)

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", CHAT, 405),
            ("POST", "/v1/models", 405),
            ("GET", "/v1/nonsense", 404),
            ("POST", "/v1/embeddings", 404),
        ],
    )
    async def test_of_unknown_addresses(
        self, service: Service, method: str, path: str, status: int
    ):
        answer = await service.http.request(method, path)
        assert refusal(answer)[:2] == (status, "invalid_request_error")
        assert f"{method} {path}" in answer.json()["error"]["message"]

    async def test_of_a_bug_tell_nothing_of_it(self, service: Service, monkeypatch: Any):
        async def bug(*_: Any) -> None:
            raise RuntimeError("a secret of ours")

        monkeypatch.setattr("domain.calls.ask", bug)
        answer = await service.post(CHAT, {"messages": HI})
        assert refusal(answer)[:3] == (500, "server_error", None)
        assert "secret" not in answer.text


class TestModels:
    async def test_are_the_names_that_the_key_may_call(self, service: Service):
        switched_off = await make_model_group(models=())
        names = teams.GroupNames((service.model, switched_off.group_name), None)
        await teams.set_access(SYSTEM, service.world.team.team_id, names)
        answer = (await service.http.get("/v1/models")).json()

        assert answer == {
            "object": "list",
            "data": [
                {
                    "id": service.model,
                    "object": "model",
                    "created": answer["data"][0]["created"],
                    "owned_by": service.world.team.organization.organization_id,
                }
            ],
        }

    async def test_may_have_slashes_in_their_names(self, service: Service):
        group = await make_model_group("openai/gpt 4")
        names = teams.GroupNames((group.group_name,), None)
        await teams.set_access(SYSTEM, service.world.team.team_id, names)
        for path in ("/v1/models/openai/gpt%204", "/v1/models/openai%2Fgpt%204"):
            assert (await service.http.get(path)).json()["id"] == "openai/gpt 4"

    async def test_that_are_not_the_keys_are_not_there(self, service: Service):
        other = await make_model_group()
        answer = await service.http.get(f"/v1/models/{other.group_name}")
        assert refusal(answer) == (404, "invalid_request_error", "model_not_found", None)


async def test_a_repeat_with_the_same_key_is_answered_from_the_record(service: Service):
    first = await service.post(CHAT, {"messages": HI}, Idempotency_Key="once")
    again = await service.post(CHAT, {"messages": HI}, Idempotency_Key="once")
    assert first.json() == again.json()
    assert first.headers["x-call-id"] == again.headers["x-call-id"]
    assert (await service.world.account()).balance == 9_000_000
    streamed = {"messages": HI, "stream": True}
    once = await service.post(CHAT, streamed, Idempotency_Key="streamed")
    more = await service.post(CHAT, streamed, Idempotency_Key="streamed")
    assert _text(once.text) == _text(more.text)
    assert await LLMCall.all().count() == 2


def _text(stream: str) -> str:
    return "".join(each["choices"][0]["delta"].get("content", "") for each in events(stream))


async def test_browsers_may_read_which_job_and_call_it_was(database: None, database_url: str):
    async with scene_of(database_url) as scene:
        await scene.build("working")
        headers = {**await scene.headers("key"), "Origin": "http://localhost:3001"}
        body = {"model": "gpt-4", "messages": HI}
        answer = await scene.http.post(CHAT, json=body, headers=headers)

    exposed = answer.headers["access-control-expose-headers"].lower().split(", ")
    assert {"x-job-id", "x-call-id", "x-served-model", "retry-after"} <= {*exposed}
