"""MkDocs' events, and nothing else: which pages and files exist, and what happens after the build.

To move to another site generator, replace this file, `macros/__init__.py` and `mkdocs.yml`.
"""

import logging
import sys
from functools import partial
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # MkDocs loads a hook by its path, so that its package is not known yet
    sys.path.insert(0, str(ROOT))

from macros import (  # noqa: E402  after the path is set
    assets,
    book,
    explain,
    links,
    modules,
    offline,
    policy,
    release,
    render,
    search_index,
)

# The folders of docs/ whose pages are prose for practitioners; what is for who builds or hosts the site is no
# answer to them, however often it has their words in another sense: “a later visit”.
WRITTEN = ("about/", "tools/")
FOR_HOSTS = ("about/hosting/",)
SECTIONS = {"Areas": "areas", "Sources": "sources"}
# The theme's own search with its languages: no page asks for it, and some of it has licences of its own.
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def on_config(config):
    """Look at the rules again for each build, and stop at once where they are not right."""
    book.renew(config["config_file_path"])
    _handbook(config)
    return config


def on_files(files, config):
    """Add the pages of every area and source, and what the browser loads; take out what none asks for."""
    for file in [file for file in files if file.src_uri.startswith(UNUSED)]:
        files.remove(file)
    handbook = _handbook(config)
    for uri, text in render.generated_pages(handbook).items():
        files.append(File.generated(config, uri, content=text))
    _add_sections(config, handbook)
    if (only := config["extra"].get("only")) is not None:
        for file in files:
            file.is_modified = partial(only.__contains__, file.url)
        return files
    root = Path(config["config_file_path"]).resolve().parent
    try:
        found = assets.find(root, handbook)
        # Another name whenever anything of the site changes: a page takes over what has another than its own.
        config["extra"] |= {"app": found.app, "build": release.version(root, handbook.today)}
        for uri, content in found.files.items():
            if isinstance(content, Path):
                files.append(File.generated(config, uri, abs_src_path=str(content)))
            else:
                files.append(File.generated(config, uri, content=content))
    except assets.MissingError as error:
        raise PluginError(str(error)) from None
    return files


def _add_sections(config, handbook) -> None:
    for section in config["nav"]:
        for title, pages in section.items():
            if title in SECTIONS:
                pages += render.pages_of(handbook, SECTIONS[title])


def on_page_context(context, page, config, nav):
    """Give the template what stands at the foot of every page."""
    sources = page.meta.get("sources")
    base = "../" * page.url.count("/")
    context["colophon"] = render.colophon(_handbook(config), sources, base, config["extra"]["build"])
    return context


def on_page_content(html, page, config, files):
    """Explain abbreviations and words of the handbook where they first stand on a page."""
    handbook = _handbook(config)
    known = handbook.once(("explained",), lambda: explain.words(handbook))
    return explain.explained(html, known, base="../" * page.url.count("/"))


@event_priority(-100)  # after every plugin has written its files
def on_post_build(config):
    """Check the built pages, close them with the content security policy, and list all for offline use."""
    if "only" in config["extra"]:
        return
    site = Path(config["site_dir"])
    try:
        links.check(site)
        policy.apply(site)
        root = Path(config["config_file_path"]).resolve().parent
        search_index.build(root, site, render.search_records(_handbook(config)), _written_by_hand(config))
        offline.build(site, root / "build" / "app" / modules.SERVICE_WORKER, config["extra"]["build"])
    except (links.LinkError, policy.PolicyError, search_index.SearchError, offline.OfflineError) as error:
        raise PluginError(str(error)) from None


def build_pages(config_file: Path, addresses: set[str], site: Path) -> set[str]:
    """Make some pages of a built site again, by their addresses (`areas/luton/`), and leave all else.

    Returns the addresses. For a look while writing: modules, rules, links, policy, search and the copy for
    use offline stay those of the last whole build, with whose headers the pages are served. Raises what a
    page's template raised.
    """
    config = load_config(str(config_file), site_dir=str(site))
    only = {address or "./" for address in addresses}
    config["extra"] |= {"only": only, "build": "live", "app": assets.app_of(site)}
    config.plugins.on_startup(command="build", dirty=True)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)  # it warns that not all pages are made
    try:
        build(config, dirty=True)
    except Abort as stopped:
        raise stopped.__context__ or stopped from None  # what went wrong, not that the build was stopped
    config.plugins.on_shutdown()
    return {"" if address == "./" else address for address in only}


def _written_by_hand(config) -> list[str]:
    """The addresses of the pages of prose that are searched: most others list what has records of its own."""
    docs = Path(config["docs_dir"])
    listed = [path.relative_to(docs).with_suffix("").as_posix() for path in sorted(docs.rglob("*.md"))]
    addresses = [name.removesuffix("index") if name.endswith("index") else f"{name}/" for name in listed]
    return [address for address in addresses if address.startswith(WRITTEN) and address not in FOR_HOSTS]


def _handbook(config):
    try:
        return book.handbook(config["config_file_path"])
    except book.BookError as error:
        raise PluginError(str(error)) from None
