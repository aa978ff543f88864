"""The command line. What is slow to import is imported by the command that needs it."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from server.trouble import CannotStart

if TYPE_CHECKING:
    from server.settings import Settings

app = typer.Typer(
    help="SaasLiteLLM: the back office of a SaaS that resells language models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Reload = Annotated[bool, typer.Option(help="Start anew when a source file changes.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Overrides HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Overrides PORT.")] = None,
    workers: Annotated[int | None, typer.Option(help="Overrides WORKERS.")] = None,
    reload: Reload = False,
) -> None:
    """Start everything that is needed, and answer requests."""
    from server.serve import serve  # noqa: PLC0415

    chosen = {"HOST": host, "PORT": port, "WORKERS": workers}
    overrides = {name: str(value) for name, value in chosen.items() if value is not None}
    raise typer.Exit(serve({**os.environ, **overrides}, reload=reload))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from server import checks, installation  # noqa: PLC0415

    with installation.opened() as settings:
        applied = checks.migrate(settings)
    typer.echo("\n".join(f"applied {name}" for name in applied) or "The database is up to date.")


@app.command("create-owner")
def create_owner(
    email: Annotated[str, typer.Option(prompt="E-mail")],
    display_name: Annotated[str, typer.Option(prompt="Name to show")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Create the first owner, without opening setup to the network."""
    from server import maintenance  # noqa: PLC0415

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _database() as settings:
        owner = {"email": email, "display_name": display_name, "password": password}
        asyncio.run(maintenance.create_owner(settings, **owner))
    typer.echo(f"{email} is the owner.")


@app.command()
def reconcile(
    force: Annotated[
        bool, typer.Option("--force", help="Put away the unknown even when most is unknown.")
    ] = False,
) -> None:
    """Compare LiteLLM with what it should hold, and repair it; exit with 1 when something waits."""
    from server import maintenance  # noqa: PLC0415

    with _database() as settings:
        if not settings.litellm_proxy_url:
            raise CannotStart(
                "There is no LiteLLM to compare with.",
                "Set LITELLM_PROXY_URL, or run this while serve runs.",
            )
        found, waiting = asyncio.run(maintenance.reconcile(settings, force=force))
    repaired = max(0, found.drifted - waiting.drifted)
    counts = {**asdict(found), "repaired": repaired, "waiting": waiting.count}
    typer.echo("\n".join(f"{name}: {value}" for name, value in counts.items()))
    if waiting.count:
        why = waiting.error or "not tried yet"
        typer.echo(f"LiteLLM is not in step, of {waiting.example} among them: {why}", err=True)
        raise typer.Exit(1)


@app.command("verify-ledger")
def verify_ledger() -> None:
    """Walk the ledger of every team; exit with 1 at the first broken entry."""
    from server import maintenance  # noqa: PLC0415

    with _database() as settings:
        found = asyncio.run(maintenance.verify_ledger(settings))
    if broken := found.broken:
        typer.echo(
            f"Broken: entry {broken.sequence} of team {broken.team_id}: {broken.problem}.", err=True
        )
        raise typer.Exit(1)
    typer.echo(f"{found.entries} entries of {found.accounts} accounts are as they were written.")


@app.command()
def reseal() -> None:
    """Seal stored secrets with the newest of ENCRYPTION_KEYS, so that older ones can go."""
    from server import maintenance  # noqa: PLC0415

    with _database() as settings:
        done = asyncio.run(maintenance.reseal(settings))
    typer.echo(f"{done.sealed} secrets were sealed with the newest key.")
    if done.lost:
        typer.echo(f"{done.lost} secrets were sealed with a key that is not there.", err=True)
    if not done.is_finished:
        typer.echo("A server still seals with older keys: restart it, and repeat this.", err=True)
    if done.lost or not done.is_finished:
        raise typer.Exit(1)


@contextmanager
def _database() -> "Iterator[Settings]":
    """A database that is up to date; refusals of what is done with it end the command."""
    from domain.errors import DomainError, StorageTrouble  # noqa: PLC0415
    from server import checks, installation  # noqa: PLC0415
    from server.settings import Settings  # noqa: PLC0415

    embedded = not Settings.from_environment().database_url
    with installation.opened() as settings:
        if embedded:
            checks.migrate(settings)
        else:
            checks.require_schema(settings)
        try:
            yield settings
        except (DomainError, StorageTrouble) as error:
            raise CannotStart(error.message, "Nothing was changed.") from error


@app.command("export-schema")
def export_schema() -> None:
    """Print the GraphQL schema."""
    from graph.schema import schema  # noqa: PLC0415

    typer.echo(schema.as_str())


@app.command("export-openapi")
def export_openapi() -> None:
    """Print the OpenAPI document of the REST API."""
    from integrations.rest import routes  # noqa: PLC0415

    typer.echo(json.dumps(routes.document(), indent=2, ensure_ascii=False))


def main() -> None:
    try:
        app()
    except CannotStart as error:
        sys.stderr.write(f"\n{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
