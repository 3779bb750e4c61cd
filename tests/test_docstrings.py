"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import checklists.engine
import macros

MODULES = sorted(
    module.name
    for package in (checklists.engine, macros)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if not module.name.endswith("__main__") and ".inside" not in module.name
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    """Every example in a module's docstrings gives what it shows."""
    failed, _ = doctest.testmod(importlib.import_module(name), raise_on_error=False)
    assert not failed, f"{failed} examples of {name} fail"
