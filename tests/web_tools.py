"""The browser app's own checks, on the Node of its wheel: types, linter, unit tests, and the build."""

import subprocess
import sys
from pathlib import Path

from pawline.platform.web.build import ensure_web, find_node, install

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
TOOLS = (
    ("node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit", "-p", "tsconfig.json"),
    ("node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit", "-p", "tsconfig.sw.json"),
    ("node_modules/eslint/bin/eslint.js", "src", "vite.config.ts", "--max-warnings", "0"),
    ("node_modules/vitest/vitest.mjs", "run"),
)


def main() -> int:
    """0 when everything passes."""
    node = find_node()
    if node is None:
        sys.stderr.write("no Node for the browser app's checks: pip install -r requirements/web.txt\n")
        return 1
    install(WEB, node)
    ensure_web(ROOT)
    lock = (WEB / "package-lock.json").read_text()
    if '"resolved"' in lock:
        sys.stderr.write("web/package-lock.json holds download addresses\n")
        return 1
    for words in TOOLS:
        done = subprocess.run([node.node, *words], cwd=WEB, env=node.environment(), check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
