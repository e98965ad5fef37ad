"""``python -m mock_esms``: the same as the command ``mock-esms``."""

from mock_esms.cli import main

if __name__ == "__main__":
    main()
