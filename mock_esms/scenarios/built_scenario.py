"""A scenario that a test builds step by step: its name, its title, and a mistake in the test's own words."""

import json
from collections.abc import Callable, Iterable
from itertools import count

from mock_esms.config.match import Match
from mock_esms.errors import DocumentError, WrongValueError
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.model import Scenario


def free_name(knows: Callable[[str], bool]) -> str:
    """``on-1``, or the next that no scenario has."""
    return next(name for number in count(1) if not knows(name := f"on-{number}"))


def title_of(match: Match) -> str:
    """The title of what is built for these requests."""
    return f"said by on({match})"


def first_text(match: Match) -> str:
    """The scenario before its first step."""
    return json.dumps({"title": title_of(match)}, ensure_ascii=False)


def parse_built(text: str, name: str) -> Scenario:
    """The scenario as it is built so far. Raises ``WrongValueError``, without the places of a text that nobody saw."""
    try:
        return parse_scenario(text, name, "on(…)")
    except DocumentError as error:
        raise WrongValueError(without_places((problem.key, problem.message) for problem in error.problems)) from None


def without_places(problems: Iterable[tuple[str, str]]) -> str:
    """What is wrong, by the path of the key and the sentence, without lines and columns."""
    return "; ".join(f"{key}: {message}" if key else message for key, message in problems)
