"""The checklists hold every place of the sources that belongs to one, and their examples hold."""

import re

import pytest

from checklists.engine import checklists, read_bundle
from macros import bundle as bundles
from macros import worked
from tests.book import BUNDLE, RULES

BOOK = read_bundle(bundles.to_json(BUNDLE))

# What each checklist that a source contains is made of, as it was found in a reading of the whole source that
# was made before anything was encoded: area, the lists it went into, its places.
FOUND = """
bedfordshire | first_core_group | 2/b3a 2/b3b 2/b4 2/b7 2/b8a 6.1/p1b 5/p1a 2/b9b
bedfordshire | core_group first_core_group | 2/b7 2/b8a 2/b8b 2/b10 2/b11a 2/b11b 3/b16a 3/b16b 2/b5 2/b6
bedfordshire | detailed_plan | 3/b4..10
bedfordshire | plan_quality | 3/b11 3/b12 3/b13a 3/b13b 3/b13c 3/b13d 3/b14 3/b15a 3/b16a 3/b16b 3/p4 6.1/p1a
bedfordshire | plan_quality | 6.2/b1..4 6.3/b1..11 6.3/p1 6.3/b12..16
bedfordshire | interventions | 6.5/b1..5 6.5/p6b 6.5/p6c
bedfordshire | family_group_meeting | 6.4/b5a 6.4/b5b 6.4/b5c 6.4/b6 6.4/b7..10 6.4/p2b 6.4/b1..4
bedfordshire | family_group_meeting | 6.4/p6a 6.4/b11a 6.4/b12 6.4/b13 6.4/b14 6.4/b15 6.4/b16a 6.4/b16b
bedfordshire | family_group_meeting | 6.4/b17 6.4/b18
bedfordshire | before_review_conference | 2/b12 2/p6a 2/p6b 2/p6c 2/p6d 2/p7
bedfordshire | looked_after_child | 4/p1b 4/p2 4/p3a 4/p3b
bedfordshire | neglect_package | 6.6/b3..6 6.6/b1 6.6/b2a 6.6/b2b 6.6/b7..13 6.6/b14..16
bedfordshire | learning_disability_package | 6.7/n1 6.7/n1.1 6.7/n1.2 6.7/n1.3 6.7/n2..11 6.7/p2 6.7/p3a
bedfordshire | learning_disability_package | 3/b13c 3/b13d
bedfordshire | learning_disability_package | 6.7/b1 6.7/b2 6.7/b3a 6.7/b3b 6.7/b4..8
bedfordshire | sexual_abuse_package | 6.9/p1 6.9/p2 6.9/b1..8
bedfordshire | domestic_violence_package | 6.10/b1..5 6.10/p1a 6.10/p3a
tees | core_group first_core_group | 2/b1a 2/b1b 2/b2a 2/b2b 2/b3..6 2/b7a 2/b7b
tees | plan_quality | 4/b1 4/b2 4/b3a 4/b3b
tees | detailed_plan | 4/b3c 4/b4..8 2/b2b
tees | core_group | 2/b7b 5/b4b 5/b5 5/b6a 5/b6b 5/b7.1a 5/b7.1b 5/b7.3 5/b8b 5/b9 5/b12a
tees | core_group | 5/b2a 5/b3a 5/b3b 5/b10a 5/b12b 5/b12c 5/b3c 5/b3d 5/b4a 2/b1b 5/b7 5/b7.2 5/b8a
north_yorkshire | before_review_conference | timing/p3d agency-reports/p2c agency-reports/p1b
north_yorkshire | before_review_conference | review-conference/b2
north_yorkshire | before_review_conference | agency-reports/p2d agency-reports/p2a agency-reports/p2b
north_yorkshire | before_review_conference | first-line-manager/b1 first-line-manager/b5
north_yorkshire | before_review_conference | seeing-the-child/b1..3
north_yorkshire | before_review_conference | review-purpose/p3b review-conference/b1 review-timescale/p1a
north_yorkshire | before_review_conference | review-timescale/p1b first-line-manager/b6 discontinuing/p6b
north_yorkshire | before_review_conference | discontinuing/p2a two-years-or-more/p1b
north_yorkshire | before_initial_conference | agency-reports/p1a agency-reports/p2a agency-reports/p2b
north_yorkshire | before_initial_conference | agency-reports/p2c agency-reports/p2d first-line-manager/b6
north_yorkshire | leaving_initial_conference | lead-social-worker/p1 lead-social-worker/p2b core-group/p5
north_yorkshire | leaving_initial_conference | core-group/b8..12 timing/p1b
north_yorkshire | first_core_group | timing/p1a first-line-manager/b2 timing/p1c timing/p2a
north_yorkshire | core_group | lead-social-worker/b2 lead-social-worker/b4 timing/p7a timing/p7b timing/p7c
north_yorkshire | core_group | timing/p2b
north_yorkshire | core_group | core-group/b1..7 timing/p6a
north_yorkshire | lead_social_worker | lead-social-worker/b1..9
north_yorkshire | first_line_manager | first-line-manager/b1..9
north_yorkshire | home_visit | seeing-the-child/b1..3
north_yorkshire | review_conference | review-purpose/p2 review-purpose/b1..4 review-purpose/p3b
north_yorkshire | review_conference | review-purpose/p3d
north_yorkshire | review_conference | discontinuing/p3a discontinuing/p2a discontinuing/p2c
north_yorkshire | plan_ends | discontinuing/p2b discontinuing/p5 discontinuing/p4c discontinuing/p7a
north_yorkshire | plan_ends | discontinuing/p8a
north_yorkshire | plan_ends | discontinuing/p8c discontinuing/p9a discontinuing/p9b discontinuing/p9c
north_yorkshire | family_group_meeting | family-group-conferences/p1b family-group-conferences/p1c
north_yorkshire | family_group_meeting | family-group-conferences/p3e family-group-conferences/p3f
north_yorkshire | family_group_meeting | family-group-conferences/p3b family-group-conferences/p4
north_yorkshire | lead_social_worker_away | first-line-manager/b7
milton_keynes | leaving_initial_conference | 3.8
milton_keynes | outline_plan | 3.10/a-f 3.11/a-g 3.12
milton_keynes | detailed_plan | 3.15 3.15/a-h 3.16/a-k 3.17 3.18 3.19/s1 3.21/s1
milton_keynes | first_core_group | 3.14
milton_keynes | core_group | 3.24 3.18 3.25/s2
milton_keynes | plan_with_parents | 3.2/a-d 3.3 3.7/s3 3.21/s2 3.22/s1 3.22/s2 3.23
milton_keynes | plan_with_child | 3.19/s1 3.19/s2 3.20/s1 3.20/s2
milton_keynes | before_review_conference | 3.6
milton_keynes | review_conference | 3.8
luton | before_review_conference | 1.4.18/a 1.4.18/e 1.4.6/a 1.4.6/b 1.4.6/c1 1.4.4/s1 1.4.11/s1 1.4.12/s3
luton | before_review_conference | 1.4.12/s4
luton | before_review_conference | 1.4.11/s2 1.4.11/a 1.4.11/b 1.3.4
luton | before_initial_conference | 1.4.18/g
luton | leaving_initial_conference | 1.4.2 1.4.1 1.2.2/a-e 1.2.5 1.4.11/s2
luton | detailed_plan | 1.3.6/a-s 1.3.8 1.3.9/s1
luton | first_core_group | 1.2.4/s1 1.4.18/b 1.2.6/s1
luton | core_group | 1.3.7/s1 1.3.7/s2 1.3.16/s1 1.3.16/s2 1.3.16/s3 1.3.17/s1 1.3.17/s3 1.2.6/s2 1.2.1/a-g
luton | core_group | 1.3.19/s2
luton | plan_with_parents | 1.3.3/a-c 1.3.5/s2 1.3.10/s1 1.3.10/s2 1.3.12/a-c 1.3.13 1.3.14/s1 1.3.14/s2
luton | plan_with_child | 1.3.11/s1 1.3.11/s2 1.4.4/s2
luton | lead_social_worker | 1.4.5/a-e 1.4.5/f1 1.4.5/f2 1.4.5/g 1.4.5/h 1.4.4/s1
luton | first_line_manager | 1.4.18/a-h
luton | home_visit | 1.4.10/a-c 1.4.10/d1 1.4.10/d2 1.4.10/e 1.4.10/f1 1.4.10/f2 1.4.10/g 1.3.20/s2
luton | home_visit | 1.3.20/s3 1.3.20/s4
luton | home_visit | 1.4.6/a 1.4.6/b 1.4.6/c1 1.4.6/c2
luton | lead_social_worker_away | 1.4.15 1.4.16 1.4.18/h
luton | interventions | 1.6.2/a-g 1.6.3/a-e 1.6.4/s2 1.6.6/s1
"""


def places(text: str) -> list[str]:
    """The places that a line names: `3/b4..10` and `1.2.2/a-e` are several."""
    found = []
    for word in text.split():
        if match := re.fullmatch(r"(.*?)(\d+)\.\.(\d+)", word):
            found += [f"{match[1]}{number}" for number in range(int(match[2]), int(match[3]) + 1)]
        elif match := re.fullmatch(r"(.*/)([a-z])-([a-z])", word):
            found += [f"{match[1]}{chr(code)}" for code in range(ord(match[2]), ord(match[3]) + 1)]
        else:
            found.append(word)
    return found


LINES = [[part.strip() for part in line.split("|")] for line in FOUND.strip().splitlines()]


def lists_of(area: str) -> dict[str, dict]:
    return {one["key"]: one for one in BUNDLE["areas"][area]["checklists"]}


@pytest.mark.parametrize(
    ("area", "keys", "text"), LINES, ids=[f"{line[0]} {line[1]} {line[2][:20]}" for line in LINES]
)
def test_every_place_of_a_checklist_is_an_item(area, keys, text):
    """Each place that belongs to a checklist stands at an item of it."""
    lists = lists_of(area)
    cited = {cite for key in keys.split() for item in lists[key]["items"] for cite in item["cites"]}
    missing = [place for place in places(text) if f"{area}#{place}" not in cited]
    assert not missing, f"{area} {keys}: no item for {missing}"


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_research_is_a_prompt_and_nothing_else_is(area):
    """An item that rests on reported research is a prompt, left out of the progress; a duty never is."""
    for one in BUNDLE["areas"][area]["checklists"]:
        for item in one["items"]:
            source, locator = item["cites"][0].split("#")
            evidence = RULES.provisions[source][locator]["kind"] == "evidence"
            assert item["prompt"] is evidence, f"{area} {one['key']}/{item['key']}"


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_an_unconditional_must_cannot_be_set_aside(area):
    """Not applicable is offered only where the statement behind a must has a condition in it."""
    words = (
        "if where any when whenever such appropriate necessary until new first who electronic not difficult"
    )
    condition = re.compile(rf"\b({'|'.join(words.split())}|disagree\w*|difficulty)\b", re.IGNORECASE)
    for one in BUNDLE["areas"][area]["checklists"]:
        for item in one["items"]:
            if item["strength"] == "must" and item["not_applicable"]:
                source, locator = item["cites"][0].split("#")
                statement = RULES.provisions[source][locator]["statement"]
                assert condition.search(statement), f"{area} {one['key']}/{item['key']}: {statement}"


def test_the_lists_of_milton_keynes_do_not_say_a_thing_twice():
    """What the outline and the detailed plan both hold is one item with both places, never two in a list."""
    for key in ("outline_plan", "detailed_plan"):
        cited = [cite for item in lists_of("milton_keynes")[key]["items"] for cite in item["cites"]]
        twice = {cite for cite in cited if cited.count(cite) > 1}
        assert not twice, f"{key}: {twice}"
    both = [item for item in lists_of("milton_keynes")["detailed_plan"]["items"] if len(item["cites"]) > 1]
    assert len(both) >= 5


def test_what_luton_takes_over_is_marked():
    """An item that only Bedfordshire's source has shows it by its provisions; Luton's own comes first."""
    found = lists_of("luton")["core_group"]["items"]
    for section in {item["section"] for item in found}:
        own = [item["cites"][0].startswith("luton#") for item in found if item["section"] == section]
        assert own == sorted(own, reverse=True), section


EXAMPLES = [
    (area, one["key"], example)
    for area, entry in BUNDLE["areas"].items()
    for one in entry["checklists"]
    for example in one["examples"]
]


@pytest.mark.parametrize(
    ("area", "key", "example"), EXAMPLES, ids=[f"{a} {k}: {e['name']}" for a, k, e in EXAMPLES]
)
def test_worked_examples_hold(area, key, example):
    """Every worked example of a checklist gives what it expects."""
    answer = checklists(worked.checklist_request(area, key, example), BOOK)
    differences = worked.checklist_differences(key, example, answer)
    assert not differences, differences


def test_every_area_has_worked_examples_of_its_lists():
    """Each area's checklists are shown by examples, due dates among them."""
    dated = {
        area
        for area, _, example in EXAMPLES
        if any(item.get("latest") for item in example["expect"].values())
    }
    assert dated == set(BUNDLE["areas"])
