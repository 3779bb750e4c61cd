"""Words explained in place: where, once a page, and never inside what has a job already."""

import pytest

from macros import explain
from tests.macros.handbook import HANDBOOK

KNOWN = {
    "IRO": ("IRO: independent reviewing officer.", "short-iro"),
    "day 0": ("Day 0: the event.", "word-day-0"),
}


@pytest.mark.parametrize(
    ("html", "buttons"),
    [
        ("<p>Ask the IRO. The IRO knows.</p>", 1),
        ("<p>IROs and PIRO and IRO-like</p>", 0),
        ("<h2>The IRO</h2><p>the IRO</p>", 1),
        ('<a href="#">IRO</a><button>IRO</button><code>IRO</code><th>IRO</th>', 0),
        ("<details><summary>IRO</summary></details><p>IRO and day 0</p>", 2),
        ('<p title="IRO">x</p><!-- IRO -->', 0),
        ("<p>a<br>IRO<img src=x>day 0</p>", 2),
    ],
)
def test_a_word_is_explained_where_it_first_stands(html, buttons):
    """Once, as a whole word, in running text; attributes, headings, links and controls are left alone."""
    made = explain.explained(html, KNOWN, "../")
    assert made.count('class="hb-term"') == buttons, made
    assert made.count("<div popover") == buttons, made
    for anchor in ("short-iro", "word-day-0"):
        assert made.count(f'popovertarget="explain-{anchor}"') == made.count(f'id="explain-{anchor}"'), made


def test_an_entity_is_no_word():
    """A word that an entity is written with is left alone; one with a sign of HTML is found as it stands."""
    known = {word: (f"{word}: so.", f"word-{at}") for at, word in enumerate(("lt", "amp", "39", "R&D <x>"))}
    html = "<p>a &lt; b &amp; c &#39;</p>"
    assert explain.explained(html, known, "") == html
    made = explain.explained("<p>the R&amp;D &lt;x&gt; of it</p>", known, "")
    assert ">R&amp;D &lt;x&gt;</button>" in made and "R&amp;D &lt;x&gt;: so." in made, made


def test_every_explanation_has_its_place_in_the_glossary():
    """The words of the registers and of the glossary are all there, with their words in full."""
    known = explain.words(HANDBOOK)
    for register in HANDBOOK.registers.values():
        for short, entry in register.get("abbreviations", {}).items():
            assert entry["stands_for"] in known[short][0] or short in known, short
    assert known["safe date"][1] == "word-safe-date"
