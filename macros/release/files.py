"""Whose each file of the built site is, and whether the site is that of this checkout and day."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from .. import assets, offline, search_index
from ..book import Handbook
from . import ReleaseError

OWN = ""  # the owner of what is made here
THEME, PYTHON, SEARCH = "mkdocs-material", "pyodide", "pagefind"
# How the names of pages, and of what lists them, end.
MADE = (".html", ".xml", ".xml.gz", "_headers", offline.LIST, offline.WORKER)


def owners(root: Path, site: Path, handbook: Handbook) -> dict[str, str]:
    """Every file of the site by its address, with the package that it comes from, or `OWN`.

    Raises `ReleaseError` where there is no site, where its files are not those that this checkout gives
    today, and for a file of unknown origin.
    """
    if not (site / "index.html").is_file():
        raise ReleaseError(f"{site.name}/: there is no built site: run make site")
    try:
        made = assets.find(root, handbook).files
    except assets.MissingError as error:
        raise ReleaseError(str(error)) from None
    for address, content in made.items():
        expected = content.read_bytes() if isinstance(content, Path) else content.encode()
        if not (site / address).is_file() or (site / address).read_bytes() != expected:
            raise ReleaseError(f"{site.name}/{address}: is not what this checkout gives today: run make site")
    theme = theme_folder()
    return {
        address: _owner(address, made, root, site, theme)
        for address in sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    }


def theme_folder() -> Path:
    """The folder of files that the theme puts into every site. Raises `ReleaseError` where it is missing."""
    try:
        return Path(str(distribution(THEME).locate_file("material/templates")))
    except PackageNotFoundError:
        raise ReleaseError(f"{THEME} is not installed: run make setup") from None


def _owner(address: str, made: dict, root: Path, site: Path, theme: Path) -> str:
    name = address.rpartition("/")[2]
    if address in made:
        return PYTHON if address.startswith(f"{assets.RUNTIME}/") else OWN
    if address.startswith(f"{search_index.PLACE}/"):
        return SEARCH if name in search_index.KEPT and not name.endswith(".json") else OWN
    if name.endswith(MADE) or (root / "docs" / address).is_file():
        return OWN
    if (theme / address).is_file():
        return THEME
    raise ReleaseError(
        f"{site.name}/{address}: nothing says where this comes from: teach macros/release/files.py"
    )
