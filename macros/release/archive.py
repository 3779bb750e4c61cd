"""The archive: the site, the licences, the bill of materials, the sums, and how to put it on a host."""

import gzip
import hashlib
import io
import os
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import hosting, search_index
from ..book import Handbook
from . import NAME, ReleaseError, components, files, sbom, version
from .components import Component

HERE = Path(__file__).parent
SUMS, BILL, README, LICENCES = "SHA256SUMS", "sbom.cdx.json", "README.txt", "LICENCES"
NGINX, FOLDER = "hosting/nginx.conf", "/srv/handbook/site"  # settings for a host that keeps the site there
EPOCH = 946684800  # the time of every file where SOURCE_DATE_EPOCH gives no other


@dataclass(frozen=True)
class Release:
    """A release before it is packed: its version, and what each file of it holds, by its path."""

    version: str
    contents: dict[str, bytes]

    @property
    def name(self) -> str:
        """The archive's folder, and its file name without the ending."""
        return f"{NAME}-{self.version}"


def gather(root: Path, site: Path, handbook: Handbook) -> Release:
    """What the release of a built site holds. Raises `ReleaseError` where the site cannot be released."""
    owned = files.owners(root, site, handbook)
    found = components.find(root, site, owned)
    number, rules = version(root, handbook.today), handbook.bundle["version"]
    contents = {f"site/{address}": (site / address).read_bytes() for address in owned}
    names = licence_names(found)
    for component in found:
        text = "\n\n".join(text.strip("\n") for _, text in component.texts) + "\n"
        contents[f"{LICENCES}/{names[component]}"] = text.encode()
    page = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    said = {
        "version": number,
        "rules": rules,
        "made_on": handbook.today.isoformat(),
        "components": found,
        "names": names,
        "search": search_index.PLACE,
        "sums": SUMS,
        "bill": BILL,
        "licences": LICENCES,
    }
    for template, place in (("readme.txt.j2", README), ("licences.txt.j2", f"{LICENCES}/{README}")):
        contents[place] = page.get_template(template).render(said).strip("\n").encode() + b"\n"
    settings = hosting.nginx_text(hosting.policy_in((site / "_headers").read_text("utf-8")), FOLDER)
    contents[NGINX] = settings.encode()
    contents[BILL] = sbom.write(number, handbook.today, rules, found).encode()
    contents[SUMS] = sums(contents).encode()
    return Release(number, dict(sorted(contents.items())))


def licence_names(found: list[Component]) -> dict[Component, str]:
    """The file in LICENCES/ that holds the text of each component: no two share one.

    Raises `ReleaseError` where two would.
    """
    names = {}
    for one in found:
        name = re.sub(r"[^\w.-]+", "-", sbom.reference(one)).strip("-") + ".txt"
        if name in names.values():
            raise ReleaseError(
                f"{name}: two components have this file of {LICENCES}: rename one in parts.toml"
            )
        names[one] = name
    return names


def sums(contents: dict[str, bytes]) -> str:
    """SHA-256 of every file, in the form that `sha256sum -c` reads."""
    return "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))


def pack(release: Release) -> bytes:
    """The archive: a gzipped tar whose bytes depend on the release alone, and on SOURCE_DATE_EPOCH."""
    try:
        stamp = int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH))
    except ValueError:
        raise ReleaseError("SOURCE_DATE_EPOCH: is no number of seconds: unset it, or set it to one") from None
    out = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=stamp, compresslevel=9) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, content in sorted(release.contents.items()):
            entry = tarfile.TarInfo(f"{release.name}/{name}")
            entry.size, entry.mtime, entry.mode = len(content), stamp, 0o644
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def write(release: Release, folder: Path) -> Path:
    """Put the archive into a folder, in one step; returns where it is. Raises `ReleaseError`."""
    path = folder / f"{release.name}.tar.gz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.write_bytes(pack(release))
        aside.replace(path)
    except OSError as error:
        raise ReleaseError(f"{path}: {error.strerror}: choose another folder with --out") from None
    return path
