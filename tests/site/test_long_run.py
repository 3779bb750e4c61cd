"""A short form of the day of use that `python -m benchmarks.long_run` measures: memory stays where it is."""

import pytest

from benchmarks import long_run
from benchmarks.memory import Level

SHORT = 1.25  # times the first level


@pytest.mark.parametrize(
    ("run", "first", "count"),
    [(long_run.edits, 16, 48), (long_run.switches, 8, 20)],
    ids=["edits", "switches"],
)
def test_memory_stays_where_it_is(make_context, site_url, run, first, count):
    """After three times as many edits or switches, hardly more of anything is held.

    The tenth of the long run counts from the fiftieth; so early, the browser still settles.
    """
    context = make_context()
    before, after = run(context.new_page(), site_url, first, count)
    context.close()
    assert before.heap > 1 and before.nodes > 100 and before.worker > 10, f"nothing was measured: {before}"
    assert not long_run.kept(before, after, SHORT), f"{before}\n{after}"


def test_what_grows_is_named():
    """A level that is passed by more than a tenth is told with both numbers; one that falls is not."""
    before = Level(heap=5.0, worker=40.0, nodes=1000, listeners=100, documents=2)
    after = before._replace(heap=5.4, worker=30.0, listeners=120)
    assert long_run.kept(before, after) == ["listeners: 100.0, then 120.0"]
