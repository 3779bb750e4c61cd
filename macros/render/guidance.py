"""The pages of topics: one shared by all areas, and one for each area with its statements."""

from .area_parts import Page
from .base import few, in_order, kebab, render
from .compare import rows_of
from .sources import states
from .statements import Reader, counts, topics_of, ways


def topic_list(handbook, base: str) -> str:
    """Every topic in the order of the work, with the number of statements in each area."""
    return render(
        "topic_list.html.j2",
        topics=[
            {"title": entry["title"], "summary": entry["summary"], "href": f"{base}guidance/{kebab(key)}/"}
            for key, entry in handbook.bundle["topics"].items()
            if used(handbook, key)
        ],
    )


def used(handbook, topic: str) -> bool:
    """Whether any source says something under a topic."""
    return any(
        provision["kind"] != "admin" and topic in topics_of(provision)
        for source in handbook.sources
        for _, provision in handbook.provisions(source)
    )


def topic_page(handbook, topic: str, base: str) -> str:
    """What a topic is about, its dates side by side, and the way to what each area says."""
    entry = handbook.bundle["topics"][topic]
    return render(
        "topic.md.j2",
        topic=entry,
        areas=ways(handbook, base, kebab(topic), lambda reader: reader.topic(topic)),
        columns=[{"key": kebab(key), "title": data["title"]} for key, data in in_order(handbook.areas)],
        rows=rows_of(handbook, topic, base) if few(handbook) else [],
        compare=f"{base}compare/#topic-{kebab(topic)}",
    )


def area_topic_page(handbook, area: str, topic: str, base: str) -> str:
    """Everything one area says under a topic: its dates first, then its statements, the strongest first."""
    reader = Reader(handbook, area, base)
    data = handbook.bundle["areas"][area]
    page = Page(handbook, area, base)
    others = [
        {"title": other["title"], "href": f"{base}areas/{kebab(key)}/{kebab(topic)}/"}
        for key, other in in_order(handbook.areas)
        if few(handbook) and key != area and Reader(handbook, key, base).topic(topic)
    ]
    order = [key for key in handbook.bundle["topics"] if reader.topic(key)]
    return render(
        "area_topic.md.j2",
        area=data,
        area_href=f"{base}areas/{kebab(area)}/",
        topic=handbook.bundle["topics"][topic],
        shared=f"{base}guidance/{kebab(topic)}/" if used(handbook, topic) else None,
        sources=states(handbook, data["sources"], base),
        deadlines=[page.brief(item) for item in data["deadlines"] if item["topic"] == topic],
        dates=f"{base}tools/dates/#area={area}",
        blocks=reader.grouped(reader.topic(topic), handbook.bundle["topics"][topic].get("contents", False)),
        others=others,
        topics=[
            {
                "title": handbook.bundle["topics"][key]["title"],
                "href": f"{base}areas/{kebab(area)}/{kebab(key)}/",
                "here": key == topic,
            }
            for key in order
        ],
    )


def area_topics(handbook, area: str, base: str) -> str:
    """The ways to what an area says, topic by topic, for its page."""
    reader = Reader(handbook, area, base)
    found = [(key, entry, reader.topic(key)) for key, entry in handbook.bundle["topics"].items()]
    return render(
        "ways.html.j2",
        ways=[
            {
                "title": entry["title"],
                "href": f"{base}areas/{kebab(area)}/{kebab(key)}/",
                "count": len(items),
                "forces": counts(items),
            }
            for key, entry, items in found
            if items
        ],
    )
