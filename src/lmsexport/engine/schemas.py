"""The official schemas that are at hand, for packages that carry them. This module imports nothing heavy."""

from __future__ import annotations

from pathlib import Path


def schemas_folder() -> Path | None:
    """The folder with the official schemas; None on a machine that has none.

    There is no store of schemas yet. When there is one, this line asks it, and nothing else has to change.
    """
    return None


def schemas_in(folder: Path | None) -> dict[str, Path]:
    """The schemas in a folder, by folder and name: `scorm-1.2/adlcp_rootv1p2.xsd`."""
    if folder is None:
        return {}
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.glob("*/*")) if path.is_file()}
