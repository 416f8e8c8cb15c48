"""`lmsexport schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("schema")
@click.argument("name", required=False)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write one file for each schema into this folder.",
)
def command(name: str | None, out: Path | None) -> int:
    """Print the JSON Schema of a kind of source file (NAME), or of all, so that editors complete and check.

    `labs-bundle` is the schema of what is deployed to a lab tool, `judgements` that of `validate --format json`.
    """
    from lmsexport.authoring import schemas
    from lmsexport.engine.labs import bundle_schema
    from lmsexport.errors import UsageError
    from lmsexport.model import did_you_mean
    from lmsexport.packaging.archive import write_file
    from lmsexport.validation.report_schema import SCHEMA as JUDGEMENTS

    known = schemas() | {"labs-bundle": bundle_schema(), "judgements": JUDGEMENTS}
    if name is not None and name not in known:
        raise UsageError(f"there is no schema `{name}` ({did_you_mean(name, known)})")
    if out is None:
        click.echo(json.dumps(known if name is None else known[name], ensure_ascii=False, indent=2))
        return 0
    out.mkdir(parents=True, exist_ok=True)
    for key in known if name is None else [name]:
        path = out / f"{key}.schema.json"
        write_file(path, json.dumps(known[key], ensure_ascii=False, indent=2) + "\n")
        click.echo(path.as_posix())
    return 0
