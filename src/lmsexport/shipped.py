"""Where the templates that come with lmsexport are. This module imports nothing heavy."""

from __future__ import annotations

from pathlib import Path


def shipped_templates() -> Path:
    """The folder of the templates: in the installed package, else in the repository (editable installs)."""
    installed = Path(__file__).parent / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"
