"""What all packages share: parts, reproducible archives, identifiers, templates. It knows nothing of any format."""

from lmsexport.packaging.archive import Archive, Member, Written, write_package
from lmsexport.packaging.identifiers import Numbers, revision, short_hash, stable_uuid
from lmsexport.packaging.names import portable
from lmsexport.packaging.package import Package, Part, Woven
from lmsexport.packaging.templates import templates, wellformed

__all__ = [
    "Archive",
    "Member",
    "Numbers",
    "Package",
    "Part",
    "Woven",
    "Written",
    "portable",
    "revision",
    "short_hash",
    "stable_uuid",
    "templates",
    "wellformed",
    "write_package",
]
