"""The demo's SMS adapter: messages appear on the demo's own page and in the terminal, never in a log."""

import html
import sys
from collections import deque
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from pawline.platform.clock import Clock
from pawline.platform.web.http import PUBLIC, may

KEPT = 20
# Where the demo shop is.
ZONE = ZoneInfo("Asia/Shanghai")
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>演示短信 · Demo messages</title>
<style>body{{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;background:#F6F1E9;color:#2B2521;margin:0;
padding:20px;max-width:560px;margin-inline:auto}}li{{background:#fff;border-radius:16px;padding:12px 16px;
margin:0 0 10px;list-style:none}}ul{{padding:0}}small{{color:#645A51;display:block}}
@media(prefers-color-scheme:dark){{body{{background:#161412;color:#F2ECE3}}li{{background:#211E1B}}
small{{color:#B8AEA2}}}}</style></head><body>
<main><h1>演示短信</h1><p>这里显示本机演示发出的短信；真实门店没有这个页面。<br>
Text messages of this demo, read again every five seconds. A real shop has no such page.</p>
<ul>{rows}</ul></main></body></html>"""


class DemoSms:
    """Keeps the last messages in memory and prints them."""

    inbox: str | None = "/demo"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.sent: deque[tuple[str, str, str]] = deque(maxlen=KEPT)

    async def send(self, phone: str, text: str) -> None:
        """Shows the message instead of sending it."""
        self.sent.appendleft((self._clock.now().astimezone(ZONE).strftime("%H:%M:%S"), phone, text))
        if sys.stdout.isatty():
            sys.stdout.write(f"\n  SMS {phone}: {text}\n")
            sys.stdout.flush()

    def routes(self) -> list[HTTPRouteHandler]:
        """The page."""

        @get(
            "/demo", include_in_schema=False, sync_to_thread=False, **may(PUBLIC, "demo.inbox", "Messages of the demo")
        )
        def inbox() -> Response[str]:
            rows = "".join(
                f"<li><small>{html.escape(at)} → {html.escape(phone)}</small>{html.escape(text)}</li>"
                for at, phone, text in self.sent
            )
            empty = "<li>还没有短信。No messages yet.</li>"
            return Response(PAGE.format(rows=rows or empty), media_type="text/html")

        return [inbox]
