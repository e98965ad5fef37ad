"""The settings file (``--config``): YAML in, ``settings.FileSettings`` out, with what no single field can know."""

from pathlib import Path

from mock_esms.config.account import Account
from mock_esms.config.documents import Tree, check, read_file, read_tree
from mock_esms.config.settings import FileSettings
from mock_esms.errors import DocumentError, Problem


def read_settings(path: Path) -> FileSettings:
    """Read a settings file (CONTRACT 6).

    Raises ``DocumentError`` with file, line, column and key path for everything that is wrong in it.
    """
    return parse_settings(read_file(path), str(path))


def parse_settings(text: str, file: str) -> FileSettings:
    """Read settings from a text; ``file`` is its name in errors."""
    tree = read_tree(text, file)
    settings = check(FileSettings, tree)
    if problems := _cross_checks(settings, tree):
        raise DocumentError(file, problems)
    return settings


def parse_account(text: str, api_key: str, secret_key: str) -> Account:
    """Read one account from the fields of a document; its keys are known from elsewhere and may be left out."""
    tree = read_tree(text, f"account {api_key}")
    given = tree.data.setdefault("api_key", api_key)
    if given != api_key:
        message = f"the account is {api_key}; leave api_key out, or write the same"
        raise DocumentError(tree.file, (Problem(message, *tree.place(("api_key",)), "api_key"),))
    tree.data.setdefault("secret_key", secret_key)
    account = check(Account, tree)
    if problems := _account_problems(account, tree, ()):
        raise DocumentError(tree.file, problems)
    return account


def _cross_checks(settings: FileSettings, tree: Tree) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if not settings.accounts:
        message = "no account is listed; leave `accounts` out to have the built-in test account"
        problems.append(Problem(message, *tree.place(("accounts",)), "accounts"))
    first: dict[str, int] = {}
    for position, account in enumerate(settings.accounts):
        if (earlier := first.setdefault(account.api_key, position)) != position:
            message = f"accounts[{earlier}] has this key already; each account has a key of its own"
            place = tree.place(("accounts", position, "api_key"))
            problems.append(Problem(message, *place, f"accounts[{position}].api_key"))
        problems += _account_problems(account, tree, ("accounts", position))
    return tuple(problems)


def _account_problems(account: Account, tree: Tree, path: tuple[str | int, ...]) -> tuple[Problem, ...]:
    """What is wrong between the fields of one account, which stands at ``path``."""
    if account.queue is None or account.lines is not None:
        return ()
    message = "calls only wait where `lines` says how many ring or talk at a time; give lines too, or leave queue out"
    key = f"accounts[{path[1]}].queue" if path else "queue"
    return (Problem(message, *tree.place((*path, "queue")), key),)
