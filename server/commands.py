"""The command line. What is slow to import is imported by the command that needs it."""

import json
import os
import sys
from typing import Annotated

import typer

from server.trouble import CannotStart

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
