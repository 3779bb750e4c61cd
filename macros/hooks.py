"""MkDocs' events, and nothing else: which pages and files exist, and what happens after the build.

To move to another site generator, replace this file, `macros/__init__.py` and `mkdocs.yml`.
"""

import sys
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # MkDocs loads a hook by its path, so that its package is not known yet
    sys.path.insert(0, str(ROOT))

from macros import assets, book, links, policy, render, repairs  # noqa: E402  after the path is set

SECTIONS = {"Areas": "areas", "Sources": "sources"}


def on_config(config):
    """Read the rules again for each build, and stop at once where they are not right."""
    book.forget()
    _handbook(config)
    return config


def on_files(files, config):
    """Add the pages of every area and source, and the files that the browser loads."""
    handbook = _handbook(config)
    for uri, text in render.generated_pages(handbook).items():
        files.append(File.generated(config, uri, content=text))
    root = Path(config["config_file_path"]).resolve().parent
    try:
        for uri, content in assets.files(root, handbook).items():
            if isinstance(content, Path):
                files.append(File.generated(config, uri, abs_src_path=str(content)))
            else:
                files.append(File.generated(config, uri, content=content))
    except assets.MissingError as error:
        raise PluginError(str(error)) from None
    for section in config["nav"]:
        for title, pages in section.items():
            if title in SECTIONS:
                pages += render.pages_of(handbook, SECTIONS[title])
    return files


def on_page_context(context, page, config, nav):
    """Give the template what stands at the foot of every page."""
    sources = page.meta.get("sources")
    context["colophon"] = render.colophon(_handbook(config), sources, base="../" * page.url.count("/"))
    return context


def on_post_page(output, page, config):
    """Repair what the theme leaves out of reach of the keyboard."""
    return repairs.repair(output)


def on_post_template(output_content, template_name, config):
    """The same for the page that is shown where there is none."""
    return repairs.repair(output_content) if template_name.endswith(".html") else output_content


@event_priority(-100)  # after every plugin has written its files
def on_post_build(config):
    """Check every link of the built pages, then close them with the content security policy."""
    site = Path(config["site_dir"])
    try:
        repairs.search_waits(site)
        links.check(site)
        policy.apply(site)
    except (repairs.RepairError, links.LinkError, policy.PolicyError) as error:
        raise PluginError(str(error)) from None


def _handbook(config):
    try:
        return book.handbook(config["config_file_path"])
    except book.BookError as error:
        raise PluginError(str(error)) from None
