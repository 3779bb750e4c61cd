"""What each area calls the same role or meeting: the register of terms."""

from .base import in_order, kebab, render, upper_first

KINDS = (("roles", "Roles"), ("events", "Meetings and other events"))


def term_register(handbook, base: str) -> str:
    """Every role and event that some area calls otherwise, with each area's own word for it."""
    areas = in_order(handbook.bundle["areas"])
    groups = []
    for kind, title in KINDS:
        rows = []
        for key, entry in handbook.bundle[kind].items():
            words = [data["terms"][kind].get(key, entry["label"]) for _, data in areas]
            if any(word != entry["label"] for word in words):
                rows.append({"key": kebab(key), "ours": upper_first(entry["label"]), "words": words})
        groups.append({"kind": kind, "title": title, "rows": rows})
    return render("terms.md.j2", groups=groups, columns=[data["title"] for _, data in areas])
