"""Containers and CI, as far as files can tell: nothing here builds an image or starts one."""

import re
import shlex

import pytest
import yaml

from server.settings import Settings
from tests.docs.pages import ROOT
from tests.scripts.compose import compose, variables

MAKE_TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
FILES = ("docker-compose.yml", "docker-compose.test.yml")


def test_the_product_has_its_four_services_with_health_checks_and_volumes() -> None:
    found = compose()
    assert set(found["services"]) == {"api", "postgres", "redis", "litellm"}
    assert set(found["volumes"]) == {"postgres", "redis"}
    for name, service in found["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", FILES)
def test_services_wait_for_healthy_ones_that_exist(name: str) -> None:
    services = compose(name)["services"]
    for service in services.values():
        assert "image" in service or "build" in service
        for other, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in services[other]


def test_mounted_files_and_volumes_exist() -> None:
    found = compose()
    for service in found["services"].values():
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert (ROOT / source).is_file() if source[0] == "." else source in found["volumes"]


def test_ports_and_addresses_agree() -> None:
    services = compose()["services"]
    assert services["api"]["ports"] == ["${PORT:-8003}:8003"]
    assert services["litellm"]["ports"] == ["${LITELLM_PORT:-8002}:8002"]
    assert "8002" in services["litellm"]["command"]
    assert services["api"]["environment"]["LITELLM_PROXY_URL"] == "http://litellm:8002"
    assert "8002" in services["litellm"]["healthcheck"]["test"][-1]
    assert "8003" in services["api"]["healthcheck"]["test"][-1]


def test_the_api_gets_only_variables_that_it_reads() -> None:
    environment = compose()["services"]["api"]["environment"]
    assert environment.keys() <= set(Settings.variables())


def test_the_example_environment_has_what_compose_insists_on_and_nothing_unknown() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = {line.partition("=")[0] for line in lines if line and line[0] != "#"}
    wanted = {name for name, is_wanted in variables().items() if is_wanted}
    assert wanted <= example <= set(variables())


def test_no_secret_is_in_the_files_of_the_product() -> None:
    for service in compose()["services"].values():
        for name, value in service["environment"].items():
            if name.endswith(("KEY", "KEYS", "PASSWORD")):
                assert value.startswith("${"), name


def test_what_the_image_copies_exists_and_is_all_that_the_package_needs() -> None:
    instructions = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    copied = set()
    for line in instructions:
        if line.startswith("COPY ") and "--from" not in line:
            copied |= set(shlex.split(line)[1:-1])
    assert all((ROOT / source).exists() for source in copied)
    packages = {
        init.parent.name for init in ROOT.glob("*/__init__.py") if (init.parent.name != "tests")
    }
    assert packages | {"pyproject.toml", "README.md"} <= copied
    ignored = {line for line in (ROOT / ".dockerignore").read_text().splitlines() if line}
    assert not copied & ignored


def test_the_image_runs_as_nobody_special_and_says_how_it_fares() -> None:
    text = (ROOT / "Dockerfile").read_text()
    last = text[text.rindex("FROM ") :]
    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert 'CMD ["saas-litellm", "serve"]' in last
    set_here = re.findall(r"\b([A-Z_]+)=", last)
    assert set(set_here) - {"PATH", "PYTHONUNBUFFERED"} <= set(Settings.variables())


def test_ci_runs_targets_that_exist() -> None:
    github = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())
    steps = [step for job in github["jobs"].values() for step in job["steps"]]
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    scripts = [
        line for job in gitlab.values() if isinstance(job, dict) for line in job.get("script", ())
    ]
    commands = [step["run"] for step in steps if "run" in step] + scripts
    assert {"make lint", "make test"} <= set(commands)
    assert {command.removeprefix("make ") for command in commands} <= MAKE_TARGETS


def test_jobs_of_gitlab_are_of_a_stage_that_exists() -> None:
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    for name, job in gitlab.items():
        if isinstance(job, dict):
            parent = gitlab.get(job.get("extends"), {})
            assert (job.get("stage") or parent.get("stage")) in gitlab["stages"], name


def test_models_of_the_proxy_answer_without_a_provider() -> None:
    config = yaml.safe_load((ROOT / "scripts" / "litellm_config.yaml").read_text())
    for model in config["model_list"]:
        assert model["litellm_params"]["mock_response"], model
    assert config["general_settings"]["master_key"] == "os.environ/LITELLM_MASTER_KEY"
