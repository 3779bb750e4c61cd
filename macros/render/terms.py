"""The register of terms: what each source calls each role, meeting, document and assessment."""

from .base import cite, kebab, render, sources_in_order, upper_first

# The parts of a register, their headings, and which list of the vocabulary names what they hold.
PARTS = (
    ("roles", "Roles", "roles"),
    ("meetings", "Meetings", "events"),
    ("documents", "Documents", "documents"),
    ("assessments", "Assessments", "documents"),
)


def term_register(handbook, base: str) -> str:
    """Everything that a source has a word for, with each word, where it stands, and the abbreviations."""
    parts = []
    for part, title, kind in PARTS:
        rows = [
            {
                "id": f"{part}-{kebab(key)}",
                "label": upper_first(entry["label"]),
                "definition": entry["definition"],
                "words": words,
            }
            for key, entry in vocabulary(handbook, kind).items()
            if (words := words_of(handbook, part, key, base))
        ]
        parts.append({"id": part, "title": title, "rows": rows})
    return render("terms.md.j2", parts=parts, abbreviations=abbreviations(handbook, base))


def registers(handbook) -> list[dict]:
    """The registers of the real sources."""
    return [register for key, register in handbook.registers.items() if key in handbook.sources]


def words_of(handbook, part: str, key: str, base: str) -> list[dict]:
    """Every word that some source has for a thing, with the places where it stands, most used first."""
    found: dict[str, list[dict]] = {}
    for source in sources_in_order(handbook):
        register = handbook.registers.get(source, {})
        for word, at in register.get(part, {}).get(key, {}).items():
            place = {**cite(handbook, f"{source}#{at}", base), "areas": " ".join(_areas(handbook, source))}
            found.setdefault(word, []).append(place)
    return [
        {"word": word, "places": places}
        for word, places in sorted(found.items(), key=lambda pair: -len(pair[1]))
    ]


def abbreviations(handbook, base: str) -> list[dict]:
    """Every abbreviation with its words in full and the places where it stands."""
    found: dict[tuple[str, str], list[dict]] = {}
    for source in sources_in_order(handbook):
        for short, entry in handbook.registers.get(source, {}).get("abbreviations", {}).items():
            place = {
                **cite(handbook, f"{source}#{entry['at']}", base),
                "areas": " ".join(_areas(handbook, source)),
                "unexplained": not entry["expanded_by_source"],
            }
            found.setdefault((short, entry["stands_for"]), []).append(place)
    return [
        {"id": f"short-{kebab(short.lower())}", "short": short, "words": words, "places": places}
        for (short, words), places in sorted(found.items(), key=lambda pair: pair[0][0].lower())
    ]


def own_words(handbook, source: str, base: str) -> list[dict]:
    """The register of one source, for its page: what it says, and what that is called here."""
    register = handbook.registers.get(source, {})
    return [
        {
            "word": word,
            "label": vocabulary(handbook, kind)[key]["label"],
            "href": f"{base}glossary/#{part}-{kebab(key)}",
            "cite": cite(handbook, f"{source}#{at}", base),
        }
        for part, _, kind in PARTS
        for key, words in register.get(part, {}).items()
        for word, at in words.items()
    ]


def vocabulary(handbook, kind: str) -> dict:
    """A list of the vocabulary by its name; documents stand beside the bundle, as only pages need them."""
    return handbook.documents if kind == "documents" else handbook.bundle[kind]


def _areas(handbook, source: str) -> list[str]:
    """The areas that use a source, as their pages are named."""
    return [kebab(key) for key, area in handbook.bundle["areas"].items() if source in area["sources"]]
