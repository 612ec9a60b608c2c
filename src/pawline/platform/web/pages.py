"""The built browser app, served from memory: small, compressed once, with honest caching."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from pawline.platform.errors import NotFound
from pawline.platform.web.http import PUBLIC, Asked, may
from pawline.platform.web.missing import MISSING

TEXT = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


ALIASES = {"": "index.html", "desk": "desk.html", "apidocs": "apidocs/index.html", "apidocs/": "apidocs/index.html"}


@dataclass(frozen=True, slots=True)
class Page:
    """One file. `small` is its gzip form, None where that gains nothing."""

    content: bytes
    small: bytes | None
    media_type: str
    tag: str
    is_immutable: bool


class Pages:
    """Every file of the built app by its path; `/` and `/desk` are the two pages."""

    def __init__(self, folder: Path) -> None:
        self._pages = {
            path.relative_to(folder).as_posix(): _load(path, folder)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    def find(self, path: str) -> Page:
        """The file for a request path without its first slash. Raises NotFound."""
        name = path.lstrip("/")
        if name.startswith("s/"):
            name = ""
        page = self._pages.get(ALIASES.get(name, name))
        if page is None:
            raise NotFound
        return page


def _load(path: Path, folder: Path) -> Page:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = media_type.startswith(TEXT)
    small = gzip.compress(content, 9, mtime=0) if is_text and len(content) > 512 else None
    # Vite names these after their contents, so a name never changes its meaning.
    is_immutable = path.parent != folder and "assets" in path.relative_to(folder).parts
    return Page(content, small, media_type, hashlib.sha256(content).hexdigest()[:16], is_immutable)


def routes(pages: Pages) -> list[HTTPRouteHandler]:
    """The pages' routes."""

    def answer(request: Asked, path: str) -> Response[bytes]:
        page = pages.find(path)
        headers = {
            "etag": f'"{page.tag}"',
            "vary": "accept-encoding",
            "cache-control": "public, max-age=31536000, immutable" if page.is_immutable else "no-cache",
        }
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(b"", status_code=304, headers=headers)
        is_small = page.small is not None and "gzip" in request.headers.get("accept-encoding", "")
        if is_small:
            headers["content-encoding"] = "gzip"
        body = page.small if is_small and page.small is not None else page.content
        # The framework adds the charset to text.
        return Response(body, media_type=page.media_type, headers=headers)

    shown = may(PUBLIC, "web.page", "The pages and their files")

    @get("/", include_in_schema=False, sync_to_thread=False, **shown)
    def front(request: Asked) -> Response[bytes]:
        return answer(request, "")

    @get("/{path:path}", include_in_schema=False, sync_to_thread=False, **shown)
    def other(request: Asked, path: str) -> Response[bytes]:
        try:
            return answer(request, path)
        except NotFound:
            if "text/html" not in request.headers.get("accept", ""):
                raise
            return Response(MISSING, status_code=404, media_type="text/html", headers={"cache-control": "no-store"})

    return [front, other]
