"""HEAD: what GET would answer, without its body. Uptime monitors and link checkers ask like that."""

from litestar.types import ASGIApp, Message, Receive, Scope, Send

NOT_SO = 405


def answering_head(app: ASGIApp) -> ASGIApp:
    """The application, asked with GET where it has no answer of its own to HEAD (tus has: how far an upload is).

    The server below knows of the HEAD and sends no body.
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return
        is_refused = False

        async def hear(message: Message) -> None:
            nonlocal is_refused
            is_refused = is_refused or (message["type"] == "http.response.start" and message["status"] == NOT_SO)
            if not is_refused:
                await send(message)

        own, instead = scope.copy(), scope.copy()
        await app(own, receive, hear)
        if is_refused:
            instead["method"] = "GET"
            await app(instead, receive, send)

    return asked
