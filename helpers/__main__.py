"""``python -m helpers``: the set-up check as text; the exit status is 1 where something is wrong."""

import sys

from helpers.environment import check_environment

if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    report = check_environment()
    print(report)
    sys.exit(not report.ok)
