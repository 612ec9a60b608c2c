"""HEAD: what GET would answer, without its body. Uptime monitors and link checkers ask like that."""

from litestar.types import ASGIApp, Receive, Scope, Send


def answering_head(app: ASGIApp) -> ASGIApp:
    """The application, asked with GET where HEAD came in; the server below knows of the HEAD and sends no body."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = scope.copy()
            scope["method"] = "GET"
        await app(scope, receive, send)

    return asked
