"""Abbreviations and words of the handbook, explained in place where they first stand on a page.

A button opens the explanation, and any key or tap closes it: the browser's own popover, so that keyboard,
touch and screen reader have it without a script.
"""

import re
from html import escape

# A part of a page whose words are left as they are: headings, links and controls have a job already.
LEFT_ALONE = {
    *(
        "a",
        "abbr",
        "button",
        "caption",
        "code",
        "details",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "label",
        "nav",
        "option",
    ),
    *("pre", "script", "select", "style", "summary", "svg", "template", "textarea", "th", "title"),
}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^>]*>|<!--.*?-->", re.DOTALL)
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def words(handbook) -> dict[str, tuple[str, str]]:
    """What is explained: the word, with the explanation and the anchor of the glossary that has it."""
    found = {}
    for entry_key, entry in handbook.terms.items():
        if entry.get("in_place"):
            found[entry["term"]] = (
                f"{entry['term'].capitalize()}: {entry['definition']}",
                f"word-{entry_key}",
            )
    for source, register in handbook.registers.items():
        if source not in handbook.sources:
            continue
        for short, entry in register.get("abbreviations", {}).items():
            found.setdefault(short, (f"{short}: {entry['stands_for']}.", f"short-{short.lower()}"))
    return {word: (text, re.sub(r"[^a-z0-9]+", "-", anchor)) for word, (text, anchor) in found.items()}


def explained(html: str, known: dict[str, tuple[str, str]], base: str) -> str:
    """A page's content with a button at the first place of each known word, and what the buttons open."""
    if not known:
        return html
    known = {escape(word, quote=False): entry for word, entry in known.items()}  # as they stand in the page
    names = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w&#-])(?:{names})(?![\w-])")  # no part of a word, or of an entity
    used: list[str] = []

    def button(match: re.Match) -> str:
        word = match[0]
        if word in used:
            return word
        used.append(word)
        target = f"explain-{known[word][1]}"
        return (
            f'<button type="button" class="hb-term" popovertarget="{target}" '
            f'aria-describedby="{target}">{word}</button>'
        )

    made, at, closed_by = [], 0, []
    for tag in TAG.finditer(html):
        text = html[at : tag.start()]
        made += [text if closed_by else pattern.sub(button, text), tag[0]]
        at = tag.end()
        name = (tag[2] or "").lower()
        if name in LEFT_ALONE and name not in VOID:
            if not tag[1]:
                closed_by.append(name)
            elif name in closed_by:
                closed_by.remove(name)
    made.append(html[at:])
    for word in used:
        text, anchor = known[word]
        made.append(
            f'<div popover class="hb-explain" id="explain-{anchor}"><p>{escape(text)}</p>'
            f'<p class="hb-small"><a href="{base}glossary/#{anchor}">In the glossary</a></p></div>'
        )
    return "".join(made)
