"""The pages of roles: who that is and what each area calls them, and for each area all that they do."""

from .base import few, in_order, kebab, render, upper_first
from .sources import states
from .statements import Reader, counts, ways


def role_list(handbook, base: str) -> str:
    """Every role that a source names, with its definition and the areas' own words for it."""
    return render(
        "role_list.html.j2",
        roles=[
            {
                "title": upper_first(entry["label"]),
                "definition": entry["definition"],
                "names": names(handbook, key),
                "href": f"{base}roles/{kebab(key)}/",
            }
            for key, entry in handbook.bundle["roles"].items()
            if areas_of(handbook, key)
        ],
    )


def areas_of(handbook, role: str) -> list[str]:
    """The areas that give a role something to do, in order of title."""
    return [key for key, _ in in_order(handbook.areas) if Reader(handbook, key, "").role(role)]


def names(handbook, role: str) -> list[str]:
    """What areas call a role where that is not the handbook's word for it, each with the area."""
    label = handbook.bundle["roles"][role]["label"]
    found = []
    for _, data in in_order(handbook.areas):
        own = data["terms"]["roles"].get(role, label)
        if own != label:
            found.append(f"{own} ({data['title']})")
    return found


def role_page(handbook, role: str, base: str) -> str:
    """Who a role is, and the way to what each area asks of it."""
    entry = handbook.bundle["roles"][role]
    areas = ways(handbook, base, f"roles/{kebab(role)}", lambda reader: reader.role(role))
    for area, (_, data) in zip(areas, in_order(handbook.areas), strict=True):
        area["name"] = data["terms"]["roles"].get(role, entry["label"])
    return render("role.md.j2", role=entry, areas=areas, names=names(handbook, role))


def area_role_page(handbook, area: str, role: str, base: str) -> str:
    """Everything a role must, should or may do in an area, in the order of the work."""
    reader = Reader(handbook, area, base)
    data = handbook.bundle["areas"][area]
    found = reader.role(role)
    stages = []
    for key, entry in handbook.bundle["topics"].items():
        mine = [(reference, item) for reference, item in found if item["topic"] == key]
        if mine:
            stages.append(
                {
                    "key": kebab(key),
                    "title": entry["title"],
                    "href": f"{base}areas/{kebab(area)}/{kebab(key)}/",
                    "blocks": reader.grouped(mine),
                }
            )
    return render(
        "area_role.md.j2",
        area=data,
        area_href=f"{base}areas/{kebab(area)}/",
        role=handbook.bundle["roles"][role],
        name=data["terms"]["roles"].get(role, role),
        shared=f"{base}roles/{kebab(role)}/" if areas_of(handbook, role) else None,
        sources=states(handbook, data["sources"], base),
        stages=stages,
        forces=counts(found),
        others=[
            {
                "title": handbook.bundle["areas"][key]["title"],
                "href": f"{base}areas/{kebab(key)}/roles/{kebab(role)}/",
            }
            for key in (areas_of(handbook, role) if few(handbook) else ())
            if key != area
        ],
    )


def area_roles(handbook, area: str, base: str) -> str:
    """The ways to what an area asks of each role, for its page."""
    reader = Reader(handbook, area, base)
    found = [(key, reader.role(key)) for key in handbook.bundle["roles"]]
    return render(
        "ways.html.j2",
        ways=[
            {
                **reader.role_label(key),
                "title": reader.role_label(key)["text"],
                "count": len(items),
                "forces": counts(items),
            }
            for key, items in found
            if items
        ],
    )
