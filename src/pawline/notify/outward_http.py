"""Push subscriptions, who is on call, and webhooks over HTTP."""

import msgspec
from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler

from pawline.notify.hooks import Hooks
from pawline.notify.push import Pushes
from pawline.notify.ringing import Ringing
from pawline.notify.view import HookView
from pawline.platform.ports.push import Subscription
from pawline.platform.web.http import MANAGER, SIGNED_IN, STAFF, Asked, may


class PushKey(msgspec.Struct):
    """The installation's public key, as `pushManager.subscribe` wants it."""

    key: str


class PushKeys(msgspec.Struct):
    """The browser's keys, base64url."""

    p256dh: str
    auth: str


class SubscribeBody(msgspec.Struct):
    """A browser's subscription. `has_text`: notices show the words of messages."""

    endpoint: str
    keys: PushKeys
    has_text: bool = True


class EndpointBody(msgspec.Struct):
    """The browser that is to be silent."""

    endpoint: str


class OnCallBody(msgspec.Struct):
    """A member of staff, or nobody."""

    account_id: str | None = None


class HookBody(msgspec.Struct):
    """Where to call, and of what: `message`, `ownership`, `booking`."""

    url: str
    kinds: list[str]


class NewHook(msgspec.Struct):
    """The webhook and the secret that signs its calls; it is shown once."""

    hook: HookView
    secret: str


class HooksAnswer(msgspec.Struct):
    """The shop's webhooks."""

    hooks: list[HookView]


def routes(pushes: Pushes, ringing: Ringing, hooks: Hooks) -> list[HTTPRouteHandler]:
    """The routes."""

    @get("/api/push/key", sync_to_thread=True, **may(SIGNED_IN, "push.key", "The key to subscribe with"))
    def key(request: Asked) -> PushKey:
        return PushKey(pushes.public_key)

    @post("/api/push/subscriptions", status_code=204, **may(SIGNED_IN, "push.subscribe", "Tell this browser"))
    async def subscribe(request: Asked, data: SubscribeBody) -> None:
        wanted = Subscription(data.endpoint, data.keys.p256dh, data.keys.auth)
        await pushes.subscribe(request.user, wanted, data.has_text)

    @post("/api/push/unsubscribe", status_code=204, **may(SIGNED_IN, "push.unsubscribe", "Tell it no more"))
    async def unsubscribe(request: Asked, data: EndpointBody) -> None:
        await pushes.unsubscribe(request.user, data.endpoint)

    @get("/api/desk/on-call", **may(STAFF, "desk.on_call", "Who is called when nobody answers"))
    async def on_call(request: Asked) -> OnCallBody:
        return OnCallBody(await ringing.on_call(request.user))

    @post("/api/desk/on-call", status_code=204, **may(MANAGER, "desk.put_on_call", "Put somebody on call"))
    async def put_on_call(request: Asked, data: OnCallBody) -> None:
        await ringing.put_on_call(request.user, data.account_id)

    @get("/api/hooks", **may(MANAGER, "hooks.list", "The shop's webhooks"))
    async def all_hooks(request: Asked) -> HooksAnswer:
        return HooksAnswer(await hooks.all(request.user))

    @post("/api/hooks", status_code=200, **may(MANAGER, "hooks.add", "A new webhook"))
    async def add_hook(request: Asked, data: HookBody) -> NewHook:
        return NewHook(*await hooks.add(request.user, data.url, data.kinds))

    @delete("/api/hooks/{hook_id:str}", **may(MANAGER, "hooks.forget", "No more calls"))
    async def forget_hook(request: Asked, hook_id: str) -> None:
        await hooks.forget(request.user, hook_id)

    return [key, subscribe, unsubscribe, on_call, put_on_call, all_hooks, add_hook, forget_hook]
