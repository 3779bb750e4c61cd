"""What is marked as a draft: shown as one, and not yet checked against its source."""

from collections.abc import Iterator

from ..load import Problem, Rules


def notes(rules: Rules) -> list[Problem]:
    """Every draft, by file and line."""
    return sorted(_drafts(rules))


def _drafts(rules: Rules) -> Iterator[Problem]:
    for path, document in rules.documents.items():
        if isinstance(document.data, dict) and document.data.get("draft") is True:
            message = "a draft, shown as one; when it has been read against its source, take “draft” out"
            yield Problem(path, document.line("draft"), message)
