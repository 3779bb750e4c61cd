"""The archive: the site, the licences, the bill of materials, the sums, and how to put it on a host."""

import gzip
import hashlib
import io
import os
import re
import tarfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import hosting, search_index
from ..book import Handbook
from . import NAME, ReleaseError, components, files, sbom, version
from .components import Component

HERE = Path(__file__).parent
SUMS, BILL, README, LICENCES = "SHA256SUMS", "sbom.cdx.json", "README.txt", "LICENCES"
NGINX, FOLDER = "hosting/nginx.conf", "/srv/handbook/site"  # settings for a host that keeps the site there
DAY = 86_400  # seconds


@dataclass(frozen=True)
class Release:
    """A release before it is packed: its version, its day, and what each file of it holds, by its path."""

    version: str
    day: date
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
    return Release(number, handbook.today, dict(sorted(contents.items())))


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


def file_time(day: date, content: bytes) -> int:
    """The time of a file in the release of a day, in seconds since 1970: on the day before, by what it holds.

    Hosts tell a browser's copy from the file by its time and its size, or by the time alone. One time for all
    would have a browser keep the old file where the new one is as long (`sw.js` always is), and a time of
    years ago has it keep files for months without asking. So the time is another for another content, lies
    just before the release whatever the clock of the host, and is the same whenever the release is made.
    """
    return _midnight(day) + int.from_bytes(hashlib.sha256(content).digest()) % DAY


def _midnight(day: date) -> int:
    """The beginning of the day before, in UTC: the release's own day may not be over yet."""
    return int(datetime.combine(day - timedelta(days=1), time(), UTC).timestamp())


def pack(release: Release) -> bytes:
    """The archive: a gzipped tar whose bytes depend on the release alone."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(
            filename="", mode="wb", fileobj=out, mtime=_midnight(release.day), compresslevel=9
        ) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, content in sorted(release.contents.items()):
            entry = tarfile.TarInfo(f"{release.name}/{name}")
            entry.size, entry.mtime, entry.mode = len(content), file_time(release.day, content), 0o644
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
