"""Reference documents made from the code: `python -m tests.generated --write`, or `--check` in the check."""

import argparse
import json
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

import msgspec

from pawline.app import House, operations_of, web_app
from pawline.chat import bodies, frames, model
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.web.socket import Close

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"


def documents() -> dict[str, str]:
    """Every generated document by its file name."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=folder)
        engine = open_engine(config.database)
        upgrade(engine)
        engine.dispose()
        app = web_app(House(config))
        openapi = json.dumps(app.openapi_schema.to_schema(), ensure_ascii=False, indent=1, sort_keys=True)
        return {
            "openapi.json": openapi + "\n",
            "operations.md": _operations(app),
            "protocol.md": _protocol(),
            "settings.md": _settings(),
        }


def _operations(app) -> str:  # type: ignore[no-untyped-def]
    lines = ["# Operations: who may do what", "", "| operation | who | how |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.who} | {one.verb} {one.path} |" for one in operations_of(app)]
    return "\n".join(lines) + "\n"


def _payload(kind: type) -> str:
    return "-" if kind is frames.Nothing else kind.__name__


def _protocol() -> str:
    sent = {one.payload for one in frames.FRAMES.values() if one.payload is not frames.Nothing}
    said = (bodies.Choice, bodies.Upload, bodies.Sticker, bodies.Location, bodies.PetCard)
    changes = (bodies.Reaction, bodies.Recall, bodies.Pin)
    kinds = (*sorted(sent, key=lambda one: one.__name__), model.Entry, model.Ack, model.Receipt, *said, *changes)
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/{name}")
    lines = [
        "# Protocol pawline.v1",
        "",
        "JSON text frames `{t, id?, c?, d}` on `/ws`, subprotocol `pawline.v1`. A reply echoes `id`. Unknown fields",
        "are ignored; unknown kinds of entries are kept. After `hello` wait for `welcome` before anything else.",
        "",
        "| from the client | who | payload |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {one.who} | {_payload(one.payload)} |" for name, one in frames.FRAMES.items()]
    lines += [
        "",
        "| from the server | payload |",
        "|---|---|",
        *(f"| `{name}` | {about} |" for name, about in frames.TOLD.items()),
        "",
        "## Bodies",
        "A message's `body` is told by its `type`; unknown fields are dropped.",
        "",
        "| type | what else | about |",
        "|---|---|---|",
        "| `text` | text | at most 8 KiB |",
        "| `choice` | Choice | a suggested answer, or a time, that was tapped: an offer, or `at:` and milliseconds |",
        "| `image`, `voice`, `video`, `file` | Upload | the sender's own; size, length and name are the server's |",
        "| `sticker` | Sticker | one of the house's own |",
        "| `location` | Location | |",
        "| `pet` | PetCard | a pet that the sender may see |",
        "| `card`, `handover`, `notice`, `recalled` | | the server's alone |",
        "",
        "A change of another entry (`kind` and `target_seq`): `edit` has the body of a text, `reaction` Reaction,",
        "`recall` Recall, `system` Pin.",
        "",
        "## Close codes",
        "Below 4500 come back with full jitter (up to 1 s at first, twice as long with each try that fails, never "
        "above\n20 s); from 4500 on do not. The reason of 4001 is `window_ms=N`: come back at a",
        "random moment within N milliseconds, anywhere.",
        "",
        *(f"- {code.value} {code.name.lower()}" for code in Close),
        "",
        "## Shapes",
        "```json",
        json.dumps(schemas, ensure_ascii=False, indent=1, sort_keys=True),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        "Environment variables, read once at start.",
        "",
        "| name | default | about |",
        "|---|---|---|",
    ]
    lines += [f"| {f.metadata['env']} | {f.default or '–'} | {f.metadata['about']} |" for f in fields(Config)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the documents, or compares them: 1 when one is stale."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = [name for name, text in documents().items() if not _same(FOLDER / name, text)]
    if args.write:
        for name, text in documents().items():
            (FOLDER / name).write_text(text)
        return 0
    for name in stale:
        sys.stderr.write(f"docs/reference/{name} is stale: python -m tests.generated --write\n")
    return 1 if stale else 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


if __name__ == "__main__":
    raise SystemExit(main())
