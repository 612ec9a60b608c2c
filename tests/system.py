"""What the tests need from the system: a browser and fonts. Installs them where it may, else says so."""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-noto-color-emoji", "strace")


def missing() -> list[str]:
    """Debian packages whose work cannot be done yet."""
    found = {"chromium": shutil.which("chromium"), "strace": shutil.which("strace")}
    fonts = subprocess.run(["fc-list"], capture_output=True, text=True).stdout if shutil.which("fc-list") else ""
    found["fonts-noto-cjk"] = "CJK" in fonts or None
    found["fonts-noto-color-emoji"] = "Emoji" in fonts or None
    return [name for name in PACKAGES if not found[name]]


def main() -> int:
    """0 when everything is there; otherwise says what is not (a failure where CI=true)."""
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' '.join(wanted)} …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update"], check=False, env=environment, **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *wanted], env=environment, **quiet)
        wanted = missing()
    if not wanted:
        return 0
    print(f"missing for the tests: {' '.join(wanted)} (Debian: apt install {' '.join(wanted)})", file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    raise SystemExit(main())
