"""Model calls in jobs over the legacy API, against a sandbox on a socket."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from starlette.responses import Response

from domain import credits, teams
from domain.access import SYSTEM
from domain.errors import InsufficientCredits
from integrations.litellm.sandbox.faults import Course
from integrations.rest.job_calls import headers_of
from integrations.rest.job_refusals import in_whole_credits
from persistence.models import Job, LLMCall, LLMCallContent
from tests.builders import make_model_group
from tests.calls_service import HI, Service
from tests.jobs_world import make_funded_team, make_job

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def whole(service: Service, **more: Any) -> dict[str, Any]:
    return {"team_id": service.world.team.team_id, "job_type": "chat", "messages": HI, **more}


async def sent(call_id: str) -> Any:
    """What went to the model."""
    return (await LLMCallContent.get(id=call_id)).request


async def test_an_answer_is_the_documented_envelope_and_openais_object_in_one(service: Service):
    job_id = await service.new_job()
    answer = await service.post(f"/api/jobs/{job_id}/llm-call", {"messages": HI})
    said = answer.json()
    call = await LLMCall.get(id=said["call_id"])

    text = said["choices"][0]["message"]["content"]
    assert text.startswith("This is the SaasLiteLLM sandbox")
    assert said["response"] == {"content": text, "finish_reason": "stop"}
    assert said["metadata"] == {
        "tokens_used": said["usage"]["total_tokens"],
        "latency_ms": call.latency_ms,
        "model": service.model,
        "model_group": service.model,
    }
    assert (said["object"], said["model"]) == ("chat.completion", service.model)
    assert answer.headers["x-job-id"] == job_id
    assert answer.headers["x-call-id"] == said["call_id"]
    assert answer.headers["x-served-model"] == "gpt-4o-mini"


async def test_one_request_is_a_whole_job(service: Service):
    body = whole(service, user_id="reader-7", job_metadata={"pages": 3})
    answer = await service.post("/api/jobs/create-and-call", body)
    said = answer.json()
    job = await Job.get(id=said["job_id"])

    assert said["status"] == "completed"
    assert said["response"]["finish_reason"] == "stop"
    assert said["choices"][0]["message"]["content"] == said["response"]["content"]
    assert said["costs"] | {"total_cost_usd": 0, "avg_latency_ms": 0} == {
        "total_calls": 1,
        "successful_calls": 1,
        "failed_calls": 0,
        "total_tokens": said["usage"]["total_tokens"],
        "total_cost_usd": 0,
        "avg_latency_ms": 0,
        "credit_applied": True,
        "credits_remaining": 9,
    }
    assert (job.end_user_id, job.metadata, job.is_single_call) == ("reader-7", {"pages": 3}, True)
    [charge] = [entry for entry in await service.world.entries() if entry.job_id and entry.amount]
    assert charge.reason == "Single-call job chat completed (job_based mode: 1 credits)"


async def test_what_openai_takes_is_passed_on_unchanged(service: Service):
    job_id = await service.new_job()
    params = {
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
        "temperature": 0,
        "top_p": 0,
        "presence_penalty": 0,
        "frequency_penalty": -2,
        "max_tokens": 5,
        "stop": "sandbox",
        "seed": 7,
        "logit_bias": {"50256": -100},
        "response_format": {"type": "text"},
        "user": "somebody",
        "parallel_tool_calls": False,
    }
    ours = {"model": service.model, "purpose": "test", "call_metadata": {}, "team_id": "ignored"}
    answer = await service.post(f"/api/jobs/{job_id}/llm-call", params | ours)

    assert answer.status_code == 200, answer.text
    passed_on = await sent(answer.json()["call_id"])
    assert passed_on == params
    assert isinstance(passed_on["temperature"], int)


async def test_what_is_null_is_left_out_and_the_temperature_has_its_documented_default(
    service: Service,
):
    job_id = await service.new_job()
    names = ("max_tokens", "response_format", "tools", "tool_choice", "top_p", "stop")
    body = {"messages": HI, **dict.fromkeys(names)}
    default = await service.post(f"/api/jobs/{job_id}/llm-call", body)
    none = await service.post(f"/api/jobs/{job_id}/llm-call", body | {"temperature": None})

    assert await sent(default.json()["call_id"]) == {"messages": HI, "temperature": 0.7}
    assert await sent(none.json()["call_id"]) == {"messages": HI}


async def test_tool_calls_come_back_with_content_that_is_null(service: Service):
    body = whole(service, tools=[WEATHER], tool_choice="required")
    said = (await service.post("/api/jobs/create-and-call", body)).json()

    assert said["response"]["content"] is None
    assert said["response"]["finish_reason"] == "tool_calls"
    [tool] = said["response"]["tool_calls"]
    assert tool["function"] == {"name": "weather", "arguments": '{"city": "sandbox"}'}
    assert said["choices"][0]["message"]["tool_calls"] == [tool]


async def test_prompts_may_be_larger_than_other_bodies(service: Service):
    messages = [{"role": "user", "content": "x" * 2_000_000}]
    answer = await service.post("/api/jobs/create-and-call", whole(service, messages=messages))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", ["model", "model_group"])
async def test_the_model_has_two_names(service: Service, name: str):
    body = whole(service, **{name: service.model})
    answer = await service.post("/api/jobs/create-and-call", body)
    assert answer.json()["metadata"]["model"] == service.model


async def test_metadata_of_a_call_are_merged_into_its_job(service: Service):
    job_id = await service.new_job(metadata={"kept": 1, "turns": 0})
    body = {"messages": HI, "call_metadata": {"turns": 1}}
    await service.post(f"/api/jobs/{job_id}/llm-call", body)
    assert (await Job.get(id=job_id)).metadata == {"kept": 1, "turns": 1}


async def test_an_answer_is_not_withheld_for_metadata_that_are_too_large(service: Service):
    job_id = await service.new_job()
    body = {"messages": HI, "call_metadata": {"text": "x" * 11_000}}
    answer = await service.post(f"/api/jobs/{job_id}/llm-call", body)

    assert answer.status_code == 200
    assert answer.json()["metadata"]["warning"] == "call_metadata: May hold 10240 bytes at most."
    assert (await Job.get(id=job_id)).metadata == {}


async def test_a_failed_call_is_told_with_its_job(make_service: Any):
    async with make_service(models=("always-fails-no-fallback",)) as service:
        answer = await service.post("/api/jobs/create-and-call", whole(service))
        job = await Job.get(id=answer.headers["x-job-id"])

        assert answer.status_code == 500
        assert answer.json()["detail"].startswith("LLM call failed: ")
        assert (job.status, job.charged) == ("failed", 0)
        assert job.error_message
        assert answer.json()["detail"] == f"LLM call failed: {job.error_message}"
        assert (await service.world.account()).balance == 10_000_000


async def test_a_failed_call_leaves_its_job_at_work(make_service: Any):
    async with make_service(models=("always-fails-no-fallback",)) as service:
        job_id = await service.new_job()
        answer = await service.post(f"/api/jobs/{job_id}/llm-call", {"messages": HI})

        assert answer.status_code == 500
        assert (await Job.get(id=job_id)).status == "in_progress"


@pytest.mark.parametrize("path", ["llm-call", "llm-call-stream"])
async def test_a_finished_job_takes_no_calls(service: Service, path: str):
    job_id = await service.new_job()
    await service.post(f"/api/jobs/{job_id}/complete", {"status": "completed"})
    answer = await service.post(f"/api/jobs/{job_id}/{path}", {"messages": HI})
    assert (answer.status_code, answer.json()) == (409, {"detail": "Job is already completed"})


async def test_a_job_stops_at_the_cap_on_its_calls(service: Service):
    job_id = await service.new_job(max_calls=1)
    first = await service.post(f"/api/jobs/{job_id}/llm-call", {"messages": HI})
    second = await service.post(f"/api/jobs/{job_id}/llm-call", {"messages": HI})
    assert (first.status_code, second.status_code) == (200, 409)


async def test_a_lack_of_credits_is_told_in_whole_ones(make_service: Any):
    async with make_service(balance=1) as service:
        await service.post("/api/jobs/create-and-call", whole(service))
        for path in ("/api/jobs/create-and-call", "/api/jobs/create-and-call-stream"):
            answer = await service.post(path, whole(service))
            assert answer.status_code == 403
            assert answer.json()["detail"] == (
                "Insufficient credits. Team has 0 credits remaining, but 1 required. "
                "Allocated: 1, Used: 1"
            )
        assert await Job.all().count() == 1


async def test_what_is_required_is_rounded_up_and_what_is_left_down(service: Service):
    call: Any = SimpleNamespace(actor=service.world.actor)
    await credits.charge(
        SYSTEM, service.world.team.team_id, 1, reason="a bit", idempotency_key="a bit"
    )
    with pytest.raises(InsufficientCredits) as refused:
        async with in_whole_credits(call):
            raise InsufficientCredits(required=12_000_001, available=9_999_999)
    assert refused.value.message == (
        "Insufficient credits. Team has 9 credits remaining, but 13 required. "
        "Allocated: 10, Used: 1"
    )


@pytest.mark.parametrize("path", ["llm-call", "llm-call-stream"])
async def test_whose_job_it_is_comes_before_which_model_is_meant(service: Service, path: str):
    other = await make_job(await make_funded_team())
    body = {"messages": HI, "model": "absent"}
    theirs = await service.post(f"/api/jobs/{other.id}/{path}", body)
    nobodys = await service.post(f"/api/jobs/{uuid4()}/{path}", body)

    assert (theirs.status_code, theirs.json()["detail"]) == (
        403,
        "Job does not belong to your team",
    )
    assert (nobodys.status_code, nobodys.json()["detail"]) == (404, "Job not found")


async def test_no_name_is_needed_when_one_can_be_meant_and_else_the_names_are_told(
    make_service: Any,
):
    async with make_service() as service:
        assert (await service.post("/api/jobs/create-and-call", whole(service))).status_code == 200
        other = await make_model_group("Another")
        names = teams.GroupNames((service.model, other.group_name), None)
        await teams.set_access(SYSTEM, service.world.team.team_id, names)
        answer = await service.post("/api/jobs/create-and-call", whole(service))

        assert answer.status_code == 422
        [fault] = answer.json()["detail"]
        assert fault["loc"] == ["body", "model"]
        assert "Another" in fault["msg"]
        assert service.model in fault["msg"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("openai/gpt 4", "openai/gpt 4"), ("módèl", "m%C3%B3d%C3%A8l"), ("模", "%E6%A8%A1")],
)
def test_any_models_name_goes_into_a_header(name: str, shown: str):
    headers = headers_of(uuid4(), uuid4(), name)
    assert headers["X-Served-Model"] == shown
    Response(headers=headers)


class TestIdempotency:
    async def test_a_repeat_gets_the_first_answer_and_is_not_charged(self, service: Service):
        first = await service.post(
            "/api/jobs/create-and-call", whole(service), Idempotency_Key="once"
        )
        again = await service.post(
            "/api/jobs/create-and-call", whole(service), Idempotency_Key="once"
        )
        assert first.json() == again.json()
        assert await LLMCall.all().count() == 1
        assert (await service.world.account()).balance == 9_000_000

    async def test_of_a_call_in_a_job(self, service: Service):
        path = f"/api/jobs/{await service.new_job()}/llm-call"
        first = await service.post(path, {"messages": HI}, Idempotency_Key="once")
        again = await service.post(path, {"messages": HI}, Idempotency_Key="once")
        other = await service.post(path, {"messages": HI, "seed": 1}, Idempotency_Key="once")
        assert first.json() == again.json()
        assert other.status_code == 409

    async def test_a_repeat_of_a_running_call_is_told_when_to_come_back(self, service: Service):
        running, let_go = asyncio.Event(), asyncio.Event()

        async def wait(_: int) -> None:
            running.set()
            await let_go.wait()

        service.world.faults.steer(Course(wait=wait))
        body = whole(service)
        first = asyncio.create_task(
            service.post("/api/jobs/create-and-call", body, Idempotency_Key="once")
        )
        await running.wait()
        again = await service.post("/api/jobs/create-and-call", body, Idempotency_Key="once")
        let_go.set()

        assert again.status_code == 409
        assert again.headers["retry-after"] == "1"
        assert (await first).status_code == 200
