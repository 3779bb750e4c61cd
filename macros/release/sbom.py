"""The bill of materials: every component of the site, as CycloneDX 1.6 in JSON.

Written with cyclonedx-python-lib, which OWASP keeps: the format has more corners than are worth a second try.
"""

import uuid
from datetime import UTC, date, datetime, time

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from . import NAME
from .components import Component

FORMAT = SchemaVersion.V1_6


def write(version: str, made_on: date, rules: str, components: list[Component]) -> str:
    """The bill as JSON, the same for the same input. `rules` is the version of the rules in the site.

    A part stands inside the package that brings it. Its number is made from the version, and its time is the
    start of the day of the build.
    """
    licences = LicenseFactory()
    entries = {
        component.name + component.version: Entry(
            type=ComponentType.LIBRARY,
            name=component.name,
            version=component.version or None,
            bom_ref=reference(component),
            purl=address(component),
            licenses=[licences.make_from_string(component.licence)],
            properties=[Property(name=f"{NAME}:file", value=file) for file in component.files],
        )
        for component in components
        if not component.of
    }
    for component in components:
        if component.of:
            whole = next(entry for entry in entries.values() if entry.name == component.of)
            whole.components.add(
                Entry(
                    type=ComponentType.LIBRARY,
                    name=component.name,
                    version=component.version or None,
                    bom_ref=reference(component),
                    licenses=[licences.make_from_string(component.licence)],
                    properties=[Property(name=f"{NAME}:file", value=file) for file in component.files],
                )
            )
    site = Entry(
        type=ComponentType.APPLICATION,
        name=NAME,
        version=version,
        bom_ref=NAME,
        properties=[Property(name=f"{NAME}:rules", value=rules)],
    )
    bill = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, f"{NAME} {version}"), components=entries.values())
    bill.metadata.timestamp = datetime.combine(made_on, time(), UTC)
    bill.metadata.component = site
    bill.register_dependency(site, entries.values())
    return make_outputter(bill, OutputFormat.JSON, FORMAT).output_as_string(indent=1) + "\n"


def reference(component: Component) -> str:
    """What the bill calls a component: `docx@9.15.2`, or `docx/nanoid` for a part without a version."""
    whole = f"{component.of}/" if component.of else ""
    return f"{whole}{component.name}" + (f"@{component.version}" if component.version else "")


def address(component: Component) -> PackageURL | None:
    """The package's address in the words of package-url; a part has none, since no registry gave it."""
    if component.kind == "part":
        return None
    scope, _, name = component.name.rpartition("/")
    return PackageURL(component.kind, scope or None, name, component.version)
