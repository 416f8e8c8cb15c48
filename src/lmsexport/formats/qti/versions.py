"""The versions of QTI as data: their namespaces, their names, and what their texts may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

IRREGULAR = {
    "durationGTE": "qti-duration-gte",
    "durationLT": "qti-duration-lt",
    "incrementSI": "qti-increment-si",
    "incrementUS": "qti-increment-us",
    "ruleSystemSI": "qti-rule-system-si",
    "ruleSystemUS": "qti-rule-system-us",
}
"""Names of QTI 2 whose capitals are no beginnings of words, and what QTI 3.0 calls them."""

_CAPITAL = re.compile("[A-Z]")


def kebab(name: str) -> str:
    """A name as QTI 3.0 writes it: `baseType` is `base-type`."""
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)


def element_3(name: str) -> str:
    """What QTI 3.0 calls an element of QTI 2: `choiceInteraction` is `qti-choice-interaction`."""
    return IRREGULAR.get(name) or f"qti-{kebab(name)}"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of QTI."""

    name: str
    """What users type: `qti-2.1`."""
    number: str
    namespace: str
    """Of items, tests and sections."""
    schema: str
    """Where their schema is published."""
    templates: str
    """Where the response processing templates are published; `{}` stands for the name of one."""
    packaging: str
    """Namespace of the manifest."""
    packaging_schema: str
    package: tuple[str, str]
    """What the manifest calls a package: `schema` and `schemaversion`."""
    metadata: str
    """Namespace of the metadata of items."""
    resource: str
    """Type of a resource; `{}` stands for item, test or section."""
    stylesheet: str
    """Type of the resource of a style sheet."""
    html5: str | None = None
    """Namespace of the elements of HTML 5; None where there are none."""
    kebab: bool = False
    """Whether names are written as in QTI 3.0."""
    bodies: bool = False
    """Whether feedback and rubrics keep their content in a `contentBody`."""
    aria: bool = True
    """Whether elements have a direction, a role and the attributes of ARIA."""
    human: bool = True
    """Whether an outcome can say that a person scores it."""
    anchored: bool = True
    """Whether players match a pattern with the whole text, as XML Schema has it; some of 3.0 find it in a part."""

    unprompted: frozenset[str] = frozenset({"pre"})
    """Elements that not all players take in a prompt, though its schema has them: qti-sdk refuses the whole item."""

    def template(self, name: str) -> str:
        """The address of a response processing template."""
        return self.templates.format(name)


V2_1 = Version(
    name="qti-2.1",
    number="2.1",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    templates="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
    packaging="http://www.imsglobal.org/xsd/imscp_v1p1",
    packaging_schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    package=("QTIv2.1 Package", "1.0.0"),
    metadata="http://www.imsglobal.org/xsd/imsqti_metadata_v2p1",
    resource="imsqti_{}_xmlv2p1",
    stylesheet="webcontent",
    aria=False,
    human=False,
    unprompted=frozenset({"a", "pre"}),
)
V2_2 = Version(
    name="qti-2.2",
    number="2.2",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p2",
    schema="http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
    templates="http://www.imsglobal.org/question/qti_v2p2/rptemplates/{}",
    packaging="http://www.imsglobal.org/xsd/imscp_v1p1",
    packaging_schema="http://www.imsglobal.org/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
    package=("QTIv2.2 Package", "1.0.0"),
    metadata="http://www.imsglobal.org/xsd/imsqti_metadata_v2p2",
    resource="imsqti_{}_xmlv2p2",
    stylesheet="webcontent",
    html5="http://www.imsglobal.org/xsd/imsqtiv2p2_html5_v1p0",
)
V3_0 = Version(
    name="qti-3.0",
    number="3.0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    templates="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
    packaging="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    packaging_schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    package=("QTI Package", "3.0.0"),
    metadata="http://www.imsglobal.org/xsd/imsqti_metadata_v3p0",
    resource="imsqti_{}_xmlv3p0",
    stylesheet="css3",
    html5="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    kebab=True,
    bodies=True,
    anchored=False,
)
