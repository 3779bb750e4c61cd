"""How several limits of a deadline go together: which one counts, said in one wording everywhere."""

import pytest

from macros import together
from macros.render.area_parts import Page
from tests.macros.handbook import HANDBOOK

LATEST, EARLIEST = together.COUNTS["latest"], together.COUNTS["earliest"]
YES, NO, OTHER = {"when": "looked_after"}, {"when": "not looked_after"}, {"when": "third_review"}
ALWAYS: dict = {}
# The limits of the latest days, those of the earliest ones, and what is said of them.
CASES = [
    ("one limit for each side", [[ALWAYS]], [[ALWAYS]], []),
    ("no limit", None, [None], []),
    ("two latest days", [[ALWAYS, ALWAYS]], None, [LATEST]),
    ("two earliest days", None, [[ALWAYS, ALWAYS]], [EARLIEST]),
    ("two on both sides", [[ALWAYS, ALWAYS]], [[ALWAYS, ALWAYS]], [LATEST, EARLIEST]),
    ("two days, one after the other in force", [[ALWAYS], [ALWAYS]], None, []),
    ("two of which the answer leaves one", [[YES, NO]], None, [together.ASKED]),
    ("one for an answer beside one for all", [[YES, ALWAYS]], None, [together.ASKED, LATEST]),
    ("two for answers to two questions", [[YES, OTHER]], None, [together.ASKED, LATEST]),
]


@pytest.mark.parametrize(("name", "latest", "earliest", "said"), CASES, ids=[case[0] for case in CASES])
def test_several_limits_say_which_one_counts(name, latest, earliest, said):
    """Limits that can hold at once say which one counts; those of which an answer leaves one say that."""
    sides = {
        side: entries and [{"start": None, "limits": limits} for limits in entries]
        for side, entries in (("latest", latest), ("earliest", earliest))
    }
    assert together.sentences(sides) == said, name


def test_an_areas_page_says_it_in_these_words():
    """A deadline of the made-up area with two latest days has the sentence on the area's page."""
    page = Page(HANDBOOK, "example_area", "")
    found = {item["key"]: page.how(item) for item in page.area["deadlines"]}
    assert found["first_review"] == [LATEST], found["first_review"]


@pytest.mark.parametrize(
    ("side", "limits", "said"),
    [
        ("latest", [ALWAYS], "a"),
        ("latest", [ALWAYS, ALWAYS], "a or b, whichever comes first"),
        ("target", [ALWAYS, YES], "a or b, whichever comes first"),
        ("earliest", [ALWAYS, ALWAYS], "a or b, whichever comes last"),
        ("latest", [YES, NO], "a or b, by the answer to a question"),
    ],
)
def test_several_limits_as_a_phrase(side, limits, said):
    """Where there is no room for sentences it is said too which of the limits counts."""
    assert together.joined(["a", "b"][: len(limits)], limits, side) == said
