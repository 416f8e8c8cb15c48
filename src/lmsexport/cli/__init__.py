"""The command line: one file per command, read only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

from lmsexport import __version__
from lmsexport.errors import LmsExportError

COMMANDS = {
    "build": "Write the packages of a course into dist/.",
    "check": "Find everything that is wrong with a course.",
    "convert": "Make packages for other LMSs of a package.",
    "diff": "Show what is different between two packages.",
    "formats": "Show what each target carries.",
    "import": "Bring in a course from a package of any LMS.",
    "init": "Write a small course that builds.",
    "inspect": "Show what is in a package.",
    "preview": "Show a course in the browser as students see it.",
    "rules": "Show what `validate` asks of packages.",
    "schema": "Print the JSON Schemas of the source files.",
    "schemas": "Fill the store of official schemas that `validate` uses.",
    "validate": "Say what is wrong with packages, and how to mend it.",
}

EXAMPLES = {
    "build": "source -t moodle -t canvas -o packages",
    "check": "source --strict",
    "convert": "backup.mbz -t canvas",
    "diff": "last-term.mbz dist/course-moodle.mbz",
    "formats": "--markdown",
    "import": "backup.mbz -o my-course",
    "init": "my-course --title 'My course'",
    "inspect": "backup.mbz",
    "preview": "source",
    "rules": "--markdown",
    "schema": "quiz",
    "schemas": "list",
    "validate": "export.imscc --for canvas",
}
"""What people write behind each command, shown at the end of its `--help`."""


def _module(command: str) -> str:
    """The file of a command: one that is called as a word of Python has a `_` behind its name."""
    return f"{command}_" if iskeyword(command) else command


class _Commands(click.Group):
    """Imports a command's file when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"lmsexport.cli.{_module(cmd_name)}").command
        command.epilog = f"Example: lmsexport {cmd_name} {EXAMPLES[cmd_name]}"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean `{near[0]}`?" if near else "known: " + ", ".join(f"`{name}`" for name in COMMANDS)
            raise click.UsageError(f"There is no command `{args[0]}` ({hint})", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="lmsexport %(version)s")
def cli() -> None:
    """Write a course once, as text, and export it to everything an LMS takes in."""


def main() -> None:
    """Run the command line; every failure is one clear line and an exit code.

    The traceback of a fault of ours is kept in a file; `LMSEXPORT_DEBUG=1` prints it instead.
    """
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # `lmsexport … | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except LmsExportError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {where}{error.strerror or error}", err=True)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("LMSEXPORT_DEBUG"):
            raise
        click.echo(f"Error: {type(error).__name__}: {error}. This is a fault of lmsexport: please report it with "
                   f"{_kept_traceback()}", err=True)  # fmt: skip
        sys.exit(70)  # EX_SOFTWARE of sysexits.h
    sys.exit(code if isinstance(code, int) else 0)


def _kept_traceback() -> str:
    """The file that holds the traceback of the exception that is handled."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="lmsexport-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(traceback.format_exc())
    return file.name
