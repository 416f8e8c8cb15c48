"""No module imports another that imports it, by whatever way: what depends on each other stands in one file."""

from __future__ import annotations

import grimp


def test_imports_run_in_no_circle() -> None:
    graph = grimp.build_graph("lmsexport")
    assert graph.nominate_cycle_breakers("lmsexport") == set()
