"""The one-line limits: what parses, what is refused with which words, and what is printed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.engine import LimitError, limit_words, parse_amount, parse_limit

EVENT = st.sampled_from(["initial_conference", "core_group", "visit", "plan_started"])
WHICH = st.sampled_from(["", "first ", "second ", "third ", "last ", "next "])
REFS = st.lists(st.tuples(WHICH, EVENT), min_size=1, max_size=3).map(
    lambda refs: " or ".join(which + event for which, event in refs)
)
ANCHOR = st.tuples(REFS, st.sampled_from(["", " after each conference"])).map("".join)
UNIT = st.sampled_from(["day", "working day", "week", "month", "year"])
AMOUNT = st.tuples(st.integers(1, 999), UNIT).map(
    lambda pair: f"{pair[0]} {pair[1]}{'' if pair[0] == 1 else 's'} "
)
LEAD = st.one_of(AMOUNT, st.sampled_from(["", "immediately ", "promptly "]))
LIMIT = st.one_of(
    st.tuples(LEAD, st.sampled_from(["after ", "before "]), ANCHOR).map("".join),
    ANCHOR.map(lambda anchor: f"at {anchor}"),
    st.one_of(st.just(""), ANCHOR.map(lambda anchor: f" after {anchor}")).map(
        lambda rest: f"set by conference{rest}"
    ),
    st.just("not known"),
)


@given(LIMIT)
def test_a_limit_is_printed_back_as_it_was_written(text):
    """What parses prints back to the same line, and parses to the same limit again."""
    parsed = parse_limit(text)
    assert str(parsed) == text
    assert parse_limit(str(parsed)) == parsed


@given(st.text(max_size=80))
def test_any_text_is_parsed_or_refused(text):
    """No text brings down the parser: it gives a limit, or an error with a message and a remedy."""
    try:
        parse_limit(text)
    except LimitError as error:
        refused = error
    else:
        return
    assert refused.message and refused.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10 workin days after initial_conference", "“workin” is not a unit; did you mean “working days”?"),
        (
            "10 days afer initial_conference",
            "“afer” stands where “after” or “before” is needed; did you mean “after”?",
        ),
        (
            "5 working days of each core_group",
            "“of” stands where “after” or “before” is needed; "
            "write it as “5 working days after each core_group”",
        ),
        (
            "3 months from initial_conference",
            "“from” stands where “after” or “before” is needed; "
            "write it as “3 months after initial_conference”",
        ),
        (
            "3 months until review_conference",
            "“until” stands where “after” or “before” is needed; write “after” or “before” in its place",
        ),
        (
            "3 months review_conference",
            "“review_conference” stands where “after” or “before” is needed; "
            "write “after” or “before” ahead of “review_conference”",
        ),
        (
            "5 days each core_group",
            "“each” stands where “after” or “before” is needed; write “after” or “before” ahead of “each”",
        ),
        (
            "3 months",
            "“the end” stands where “after” or “before” is needed; "
            "write it as “10 working days after initial_conference”",
        ),
        (
            "ten days after initial_conference",
            "“ten” is not a whole number; write it as “10 working days after initial_conference”",
        ),
        ("0 days after initial_conference", "a count of 0 is out of range; use 1 to 999"),
        (
            "10 days after",
            "an event is missing at the end; write it as “10 working days after initial_conference”",
        ),
        (
            "10 days after Initial_Conference",
            "“Initial_Conference” is not an event; event keys are in snake_case, such as core_group",
        ),
        (
            "10 days after core_group visit",
            "“visit” is left over; if it is part of the event, write “core_group_visit”; else take it out",
        ),
        (
            "7 days after every core_group",
            "“core_group” is left over; write it as “7 days after each core_group”",
        ),
        (
            "10 days after the core group",
            "“core group” is left over; write it as “10 days after core_group”",
        ),
        ("aftr core_group", "a limit does not start with “aftr”; did you mean “after”?"),
        ("", "the limit is empty; write it as “10 working days after initial_conference”"),
        (
            "2 weeks before each visit or core_group",
            "“each” goes with every event or with none; put “each” before both, or before neither",
        ),
        ("x" * 300, "a limit of 300 characters is too long; use at most 200"),
    ],
)
def test_refusals(text, message):
    """A limit that does not parse says what is wrong and what to write."""
    with pytest.raises(LimitError) as found:
        parse_limit(text)
    assert str(found.value) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 working days after initial_conference", "10 working days after the ICPC"),
        ("2 weeks before each review_conference", "2 weeks before each review"),
        ("6 weeks after first core_group", "6 weeks after the first core group"),
        (
            "2 weeks after previous visit or plan_started",
            "2 weeks after the previous visit or the plan started, whichever is later",
        ),
        ("2 weeks before next core_group after each core_group", "2 weeks before the next core group"),
        (
            "at first core_group after each conference",
            "on the day of the first core group after each conference",
        ),
        ("before third review_conference", "before the third review"),
        ("immediately after core_group", "immediately after the core group"),
        (
            "set by conference after previous core_group",
            "as set by the conference, after the previous core group",
        ),
        ("not known", "not known"),
    ],
)
def test_words(text, words):
    """A limit reads in the area's own terms."""
    terms = {
        "initial_conference": "ICPC",
        "review_conference": "review",
        "core_group": "core group",
        "conference": "conference",
    }
    assert limit_words(parse_limit(text), terms) == words


def test_amounts():
    """An interval is a count and a unit; anything else is refused."""
    assert parse_amount("3 weeks") == (3, "week")
    with pytest.raises(LimitError):
        parse_amount("3 weeks please")
