"""Which code is being tried: a report counts only what ran on a commit that anybody can check out."""

import subprocess

# What a run writes itself does not change what is tried.
BUT_REPORTS = (".", ":(exclude)docs/reports/soak-*")
CHANGED = "+"


def is_clean() -> bool:
    """Whether the files are those of a commit; without Git nobody knows."""
    told = _git("status", "--porcelain", "--untracked-files=no", "--", *BUT_REPORTS)
    return told.returncode == 0 and not told.stdout


def commit() -> str:
    """The commit that is being tried; a plus when files differ from it."""
    name = _git("describe", "--always", "--exclude=*").stdout.strip() or "unknown"
    return name if is_clean() else name + CHANGED


def _git(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False)
