"""The versions of Common Cartridge, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the specification (IMS Common Cartridge Profile)."""

    number: str
    """As users name it: `1.1`."""
    short: str
    """As namespaces and types name it: `1p1`."""
    for_moodle: bool = False
    """Whether it is the version that Moodle reads."""
    lti: str = "imsbasiclti_xmlv1p0"
    """Type of an LTI link. The link itself is the same in all versions: importers look for the 1.0 namespace."""

    @property
    def schemaversion(self) -> str:
        """As the manifest says it."""
        return f"{self.number}.0"

    @property
    def assessment(self) -> str:
        """Type of an assessment."""
        return f"imsqti_xmlv1p2/imscc_xmlv{self.short}/assessment"

    @property
    def bank(self) -> str:
        """Type of a question bank; a cartridge has one at most."""
        return f"imsqti_xmlv1p2/imscc_xmlv{self.short}/question-bank"

    @property
    def link(self) -> str:
        """Type of a web link."""
        return f"imswl_xmlv{self.short}"

    @property
    def topic(self) -> str:
        """Type of a discussion topic."""
        return f"imsdt_xmlv{self.short}"

    def namespace(self, of: str) -> str:
        """A namespace: `imscp_v1p1` of the manifest, `imswl_v1p1` of web links, …"""
        return f"http://www.imsglobal.org/xsd/imsccv{self.short}/{of}"

    def metadata(self, of: str) -> str:
        """The namespace of the metadata of a manifest or a resource."""
        return f"http://ltsc.ieee.org/xsd/imsccv{self.short}/LOM/{of}"


V1_1 = Version("1.1", "1p1", for_moodle=True)
V1_2 = Version("1.2", "1p2")
V1_3 = Version("1.3", "1p3")
