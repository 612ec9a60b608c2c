"""The composition root: the rooms in floor order. The only file that knows them all."""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, websocket
from litestar.connection import WebSocket
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.router import Router
from litestar.types import HTTPResponseStartEvent, Message, Scope

import pawline
from pawline import assistant, booking, chat, notify, people, pets, planning, records, shop, visits, waitlist
from pawline.assistant import lm_http
from pawline.booking import deposits_http, desk_http, late_http, moves_http, rides_http, series_http, week_http
from pawline.booking import http as booking_http
from pawline.chat import groups_http
from pawline.chat import http as chat_http
from pawline.chat import reactions as chat_reactions
from pawline.chat.entrance import Entrance
from pawline.chat.frames import FRAMES
from pawline.chat.lines import Joined, Lines
from pawline.chat.model import LOG_NEWS, Draft, FeedRow, Presence, Receipt, Typing
from pawline.chat.uploads import jobs as upload_jobs
from pawline.chat.ws import HANDLERS, ChatLine
from pawline.notify import http as notify_http
from pawline.notify import opening as notify_opening
from pawline.notify import outward_http
from pawline.people import http as people_http
from pawline.people import programs_http
from pawline.pets import conditions_http, consents_http
from pawline.pets import http as pets_http
from pawline.pets import reactions as pets_reactions
from pawline.planning import http as planning_http
from pawline.platform.bus import Carried, carried_as
from pawline.platform.bus.nats import NatsBus
from pawline.platform.clock import Clock, SystemClock
from pawline.platform.config import Config
from pawline.platform.db import Database
from pawline.platform.db.opening import open_with_secret
from pawline.platform.db.writer import BUSY_S
from pawline.platform.egress import Egress
from pawline.platform.errors import Busy, PawlineError
from pawline.platform.files import Files
from pawline.platform.ids import Ids, RandomIds, ShopId
from pawline.platform.jobs import Jobs
from pawline.platform.outbox import Outbox, count_set_aside
from pawline.platform.ports.llm_openai import OpenAiLlm
from pawline.platform.ports.push import WebPush
from pawline.platform.ports.sms import GatewaySms, SilentSms, Sms
from pawline.platform.ports.speech import NoSpeech, Speech, SpeechOverHttp
from pawline.platform.pulse import Pulse
from pawline.platform.tasks import Tasks
from pawline.platform.web import pages, status
from pawline.platform.web.asgi_socket import serve_asgi_socket
from pawline.platform.web.http import (
    PUBLIC,
    Sessions,
    StrictRequest,
    guard,
    is_allowed_origin,
    may,
    refuse,
    refuse_bug,
    refuse_http,
    security_headers,
)
from pawline.platform.web.operations import Operation, registry_of
from pawline.platform.web.socket import Close, Knock, Peer
from pawline.records import feeds_http
from pawline.records import http as records_http
from pawline.shop import Shop, catalogue_http, hours_http, policies_http, roster_http, seasons_http
from pawline.shop import http as shop_http
from pawline.visits import http as visits_http
from pawline.waitlist import http as waitlist_http

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"


# Every kind of news, and as what it crosses to another process.
CARRIED: Carried = {
    "c": LOG_NEWS,
    "shop": LOG_NEWS,
    "receipt": carried_as(Receipt),
    "typing": carried_as(Typing),
    "draft": carried_as(Draft),
    "presence": carried_as(Presence),
    "ask": carried_as(str),
    "me": carried_as(tuple[str, str, str]),
    "feed": carried_as(list[FeedRow]),
    "line": carried_as(Joined),
    "sessions": carried_as(None),
    "inbox": carried_as(tuple[str, str]),
    "desk": carried_as(bytes),
    "facts": carried_as(None),
    "jobs": carried_as(int),
}
NOT_DURABLE = {
    "sqlite": "not durable: synchronous is below FULL",
    "postgresql": "not durable: fsync, full_page_writes or synchronous_commit of PostgreSQL is off",
}


class House:
    """Every room, built once, ready to be served."""

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        sms: Sms | None = None,
        passwords: people.Passwords | None = None,
    ) -> None:
        self.config = config
        self.clock = clock or SystemClock()
        self.ids = ids or RandomIds()
        self.sms = sms or (GatewaySms(config.sms_url, config.sms_token) if config.sms_url else SilentSms())
        self.speech: Speech = NoSpeech()
        if config.speech_url:
            self.speech = SpeechOverHttp(config.speech_url, config.speech_key, config.speech_model)
        config.data_dir.mkdir(parents=True, exist_ok=True)
        self.keys, self.db = open_with_secret(
            config.data_dir, lambda secret: Database(config.database, config.synchronous, secret=secret)
        )
        self.epoch = self.db.epoch(self.ids.new)
        if config.bus_url:
            self.db.bus = NatsBus(config.bus_url, self.epoch, CARRIED)
        self.tasks = Tasks()
        self.pulse = Pulse(self.clock)
        self.outbox = Outbox(self.db, self.clock)
        self.jobs = Jobs(self.db, self.clock)
        self._running: list[asyncio.Task[None]] = []
        # From the first signal to leave on: not ready for anybody new, and those who are here are asked to go.
        self.is_leaving = False
        self._build_rooms(passwords or people.Passwords())
        self._connect_rooms()

    def _build_rooms(self, passwords: people.Passwords) -> None:
        db, clock, ids = self.db, self.clock, self.ids
        keys = self.keys
        self.people = people.People(db, clock, ids, passwords, keys)
        self.staff = people.Staff(self.people)
        self.phones = people.Phones(self.people, self.sms)
        self.shops = shop.ShopService(db, clock, ids)
        self.pets = pets.PetService(db, clock, ids)
        self.vaccines = pets.Vaccines(db, clock, ids, self.pets)
        self.conditions = pets.Conditions(db, clock, ids, self.pets, self.shops)
        self.consents = pets.Consents(db, clock, ids, self.pets)
        self.chat = chat.Chat(db, clock, ids, self.epoch)
        self.uploads = chat.Uploads(
            db, clock, ids, Files(self.config.data_dir / "files", self.config.files_url), keys=keys,
            shop_bytes=self.config.files_shop_bytes, origin=self.config.files_from, speech=self.speech,
        )  # fmt: skip
        self.bookings = booking.BookingService(db, clock, ids, self.shops, self.pets)
        self.moves = booking.DeskMoves(db, clock, ids, self.shops, self.pets)
        self.deposits = booking.Deposits(db, clock, ids, self.shops, self.pets)
        self.driving = booking.Driving(db, clock, ids, self.shops, self.pets)
        self.late = booking.LateRequests(db, clock, ids, self.shops, self.pets)
        self.series = booking.Series(db, clock, ids, self.shops, self.pets, self.chat)
        self.desk = booking.BookingDesk(
            db, clock, self.shops, self.pets, people.Owners(self.people), self.chat, self.bookings
        )
        self.records = records.Records(
            db, clock, ids, self.shops, self.pets, people.Owners(self.people), self.chat, self.bookings
        )
        self.feeds = records.Feeds(db, clock, self.shops, self.pets)
        self.visits = visits.VisitService(db, clock, ids, self.shops, self.pets, self.bookings)
        book = booking.Rearranging(db, clock, ids, self.shops, self.pets)
        self.plans = planning.PlanService(db, clock, ids, self.shops, self.bookings, book, self.visits)
        vacancies = booking.Vacancies(db, clock, ids, self.shops, self.pets)
        self.waitlist = waitlist.Waitlist(
            db, clock, ids, self.shops, self.pets, self.chat, self.bookings, vacancies
        )  # fmt: skip
        # Before the cards: the sentence about a hold stands above the card of the hold.
        doors = Egress(is_local=bool(self.config.local_calls), hosts=self.config.model_hosts)
        llm = OpenAiLlm(doors)
        self.models = assistant.LanguageModels(db, clock, self.shops, doors, llm)
        self.second = assistant.SecondReader(db, clock, self.chat, llm)
        self.receptionist = assistant.Receptionist(
            db, clock, ids, self.shops, self.pets, self.chat, self.bookings, self.visits, self.waitlist, self.second
        )
        self.cards = notify.Cards(db, self.chat, self.shops, self.bookings, self.series, self.visits)
        self.pet_cards = notify.PetCards(db, clock, self.chat, self.shops, self.bookings, self.series)
        self.proposals = notify.Proposals(db, self.chat, self.plans, self.shops)
        self.waiting = notify.Waiting(db, self.chat, self.waitlist, self.shops)
        self.inbox = notify.Inbox(db, clock, self.chat, self.pets, self.visits, self.tasks)
        self.files = notify.OwnerFiles(db, self.pets, self.bookings)
        self.door = notify.Door(
            db, clock, self.shops, self.chat, self.sms.inbox, notify.Can(transcripts=self.speech.can_hear)
        )
        egress = Egress(is_local=bool(self.config.local_calls))
        port = WebPush(keys.secret, clock, egress, self.config.contact)
        self.pushes = notify.Pushes(db, clock, ids, self.chat, self.shops, port)
        self.ringing = notify.Ringing(db, clock, self.chat, self.shops, self.pushes)
        self.hooks = notify.Hooks(db, clock, ids, egress)
        entrance = Entrance(self.clock, self.config.most_sockets, lambda: self.is_leaving)
        self.lines = Lines(self.chat, self.people.session_of, self.tasks, entrance)

    def _connect_rooms(self) -> None:
        notify_opening.react(self.db, self.people)
        chat_reactions.react(self.db, self.chat)
        pets_reactions.react(self.db, self.pets)
        self.chat.asks_about_pets(self.pets.pet_for)
        shop.react(self.db)
        booking.react(self.db, self.bookings, self.chat)
        records.react(self.db, self.feeds)
        upload_jobs.work(self.jobs, self.uploads)
        booking.work(self.jobs, self.bookings, self.moves, self.late)
        self.chat.presence.work(self.jobs)
        visits.react(self.db, self.visits)
        planning.react(self.db, self.plans)
        planning.work(self.jobs, self.plans)
        waitlist.react(self.db, self.waitlist, self.chat)
        waitlist.work(self.jobs, self.waitlist)
        assistant.follow(self.outbox, self.jobs, self.receptionist)
        for told in (self.pushes, self.ringing, self.hooks):
            told.follow(self.outbox, self.jobs)

    @asynccontextmanager
    async def living(self) -> AsyncGenerator[None, None]:
        """Starts everything that runs in the background, and ends it in order."""
        async with AsyncExitStack() as stack:
            await self.db.start()
            stack.push_async_callback(self.db.stop)
            await self.db.write(people.seal_plain_phones)
            stack.push_async_callback(self.outbox.close)
            group = await stack.enter_async_context(asyncio.TaskGroup())
            works = (
                self.tasks.run(), self.outbox.run(), self.jobs.run(), self.db.bus.run(), self.chat.search.run(),
                self.uploads.maker.run(),
            )  # fmt: skip
            self._running = [group.create_task(one) for one in works]
            for task in self._running:
                task.add_done_callback(_must_not_end)
            await asyncio.sleep(0)
            try:
                yield
            finally:
                for task in self._running:
                    task.cancel()

    @property
    def is_alive(self) -> bool:
        """Whether everything that runs in the background does; without it nothing that is promised happens."""
        return self.db.is_writing and bool(self._running) and not any(task.done() for task in self._running)

    async def shop_named(self, slug: str | None) -> Shop:
        """The shop with this slug, or the installation's first. Raises NoSuchShop."""
        if slug is not None:
            return await self.db.read(lambda tx: self.shops.shop_by_slug(tx, slug))
        found = await self.db.read(self.shops.shops)
        if not found:
            raise shop.NoSuchShop
        return found[0]

    async def join_link(self, shop_id: str, token: str) -> str:
        """Where an invitation is used: the desk of its shop."""
        first = await self.shop_named(None)
        found = await self.db.read(lambda tx: self.shops.shop_of(tx, shop_id))
        return f"/desk{'' if found.id == first.id else f'?shop={found.slug}'}#/join/{token}"

    def answer_socket(self, knock: Knock, peer: Peer) -> ChatLine:
        """Our side of a new socket."""
        return ChatLine(self.lines, knock, peer)

    @property
    def origins(self) -> frozenset[str]:
        """Origins that may call besides the page's own."""
        return frozenset(one.strip() for one in self.config.origins.split(",") if one.strip())

    def may_call(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` may open a socket."""
        return is_allowed_origin(origin, host, self.origins)

    async def health(self) -> status.Health:
        """How the server is: `down` when it cannot do its work, `degraded` when somebody should look."""
        if not self.is_alive:
            return status.Health("down", pawline.__version__, self.epoch, ["background work has stopped: restart"])
        if self.is_leaving:
            return status.Health("down", pawline.__version__, self.epoch, ["leaving: go to another process"])
        try:
            aside, is_durable = await self.db.read(lambda tx: (count_set_aside(tx), self.db.ways.is_durable(tx.conn)))
        except Busy:
            return status.Health("down", pawline.__version__, self.epoch, ["the database is away"])
        problems = [] if is_durable else [NOT_DURABLE[self.db.dialect]]
        if not self.db.bus.is_whole:
            problems.append("NATS is away: what happens at one process is seen at the others up to 30 s later")
        if self.db.delay_s > BUSY_S:
            problems.append("commits take long: messages are put off until the disk keeps up")
        if aside:
            problems.append(f"{aside} facts were set aside after repeated failures: see `pawline doctor` and the log")
        return status.Health("degraded" if problems else "ok", pawline.__version__, self.epoch, problems)

    def numbers(self) -> dict[str, tuple[str, float]]:
        """What `/metrics` tells."""
        return {
            "connections": ("Devices connected by a socket.", self.lines.count),
            "sockets": ("Open sockets, also those that have not said who they are.", self.lines.entrance.inside),
            "turned_away_total": ("Sockets that were told to come later.", self.lines.entrance.turned_away),
            "writer_delay_seconds": ("How long the oldest piece of work has waited for its commit.", self.db.delay_s),
            "writer_waiting": ("Pieces of work the writer has not begun.", self.db.waiting),
            "commits_total": ("Commits since the start.", self.db.commits),
            "writes_total": ("Pieces of work committed since the start.", self.db.written),
            "loop_stall_seconds": (
                "The longest that the event loop stood still.",
                self.pulse.longest_s,
            ),
            "loop_late_seconds_total": ("All delays of the event loop above 20 ms.", self.pulse.total_s),
            "tasks": (
                "Tasks of the event loop; they grow with what is under way, not with time.",
                len(asyncio.all_tasks()),
            ),
            **self._readings(),
            "cursor_ahead_total": ("Clients that knew entries this log does not have.", self.lines.cursor_ahead),
        }

    def _readings(self) -> dict[str, tuple[str, float]]:
        """What the language models of all shops were good for."""
        counts = self.second.counts
        good = counts["understood"] + counts["chatted"]
        return {
            "model_readings_total": ("Messages that a language model was asked about.", counts["asked"]),
            "model_useful_total": ("Of these, answered by what it found.", good),
            "model_overtaken_total": ("Given up because something newer was said.", counts["overtaken"]),
            "model_late_total": ("Answered without it because it took too long.", counts["late"]),
            "model_refused_total": ("Answered without it because nothing it said could be used.", counts["refused"]),
            "model_failed_total": (
                "Answered without it because it failed, or had nothing left to spend.",
                counts["asked"] - good - counts["overtaken"] - counts["late"] - counts["refused"],
            ),
        }


# Of a request that is not an upload: a paste of the longest text with everything around it is a tenth of it.
MOST_BODY_BYTES = 256 * 1024


def web_app(house: House, more: list[HTTPRouteHandler] | None = None) -> Litestar:
    """The ASGI application. Raises RuntimeError when a route is missing in the operation registry."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None, None]:
        async with house.living():
            yield

    headers = security_headers(house.config.files_from)

    async def secure(message: Message, _scope: Scope) -> None:
        if message["type"] == "http.response.start":
            _secure(message, headers)

    app = Litestar(
        route_handlers=[*_routes(house), *pages.routes(pages.Pages(STATIC)), *(more or [])],
        middleware=[DefineMiddleware(Sessions)],
        guards=[guard],
        request_class=StrictRequest,
        request_max_body_size=MOST_BODY_BYTES,
        lifespan=[lifespan],
        state=State({"authenticate": house.people.authenticate, "origins": house.origins}),
        exception_handlers={PawlineError: refuse, HTTPException: refuse_http, Exception: refuse_bug},
        before_send=[secure],
        openapi_config=_openapi(),
        logging_config=None,
    )
    operations_of(app)
    return app


def operations_of(app: Litestar) -> list[Operation]:
    """The operation registry of an application."""
    return registry_of(list(app.routes), {name: spec.who for name, spec in FRAMES.items()}, HANDLERS)


def _routes(house: House) -> list[Any]:
    desk = people_http.Desk(
        house.door.me,
        lambda slug: _shop_id(house, slug),
        lambda shop_id: _shop_name(house, shop_id),
        house.join_link,
    )
    return [
        *people_http.routes(house.people, house.staff, house.phones, desk),
        *programs_http.routes(people.Programs(house.people)),
        *shop_http.routes(house.shops, house.db),
        *roster_http.routes(house.shops, house.db, house.clock),
        *hours_http.routes(house.shops, house.db, house.clock),
        *seasons_http.routes(house.shops, house.db, house.clock),
        *catalogue_http.routes(house.shops, house.db),
        *policies_http.routes(house.shops, house.db),
        *lm_http.routes(house.models),
        *pets_http.routes(house.pets, house.db),
        *pets_http.vaccine_routes(house.vaccines, house.db),
        *conditions_http.routes(house.conditions, house.db),
        *consents_http.routes(house.consents, house.db),
        *chat_http.routes(house.chat, house.uploads),
        *groups_http.routes(house.chat.groups),
        *booking_http.routes(house.bookings, house.db),
        *moves_http.routes(house.moves, house.db),
        *deposits_http.routes(house.deposits),
        *late_http.routes(house.late),
        *rides_http.routes(house.driving, house.db),
        *desk_http.routes(house.desk, house.db),
        *series_http.routes(house.series, house.db),
        *week_http.routes(house.bookings),
        *records_http.routes(house.records, house.db),
        *feeds_http.routes(house.feeds, house.db, house.clock),
        *visits_http.routes(house.visits, house.uploads, house.db),
        *planning_http.routes(house.plans, house.db),
        *waitlist_http.routes(house.waitlist, house.db),
        *notify_http.routes(house.inbox, house.files),
        *outward_http.routes(house.pushes, house.ringing, house.hooks),
        *status.routes(house.health, house.numbers),
        _socket_route(house),
    ]


def _socket_route(house: House) -> Any:
    """Used only with `PAWLINE_SOCKET=asgi`: picows takes upgrades before they come this far."""

    @websocket("/ws", opt={"who": PUBLIC, "operation": "socket.open"})
    async def open_socket(socket: WebSocket[Any, Any, Any]) -> None:
        origin = socket.headers.get("origin")
        if origin is not None and not house.may_call(origin, socket.headers.get("host", "")):
            await socket.close(code=4501)
            return
        if not house.lines.entrance.may_enter():
            await socket.close(code=Close.DRAINING if house.is_leaving else Close.OVERLOADED)
            return
        await serve_asgi_socket(socket, house.answer_socket)

    return open_socket


async def _shop_id(house: House, slug: str | None) -> ShopId:
    return (await house.shop_named(slug)).id


async def _shop_name(house: House, shop_id: str) -> dict[str, str]:
    found = await house.db.read(lambda tx: house.shops.shop_of(tx, shop_id))
    return {"zh": found.name.zh, "en": found.name.en}


def _openapi() -> OpenAPIConfig:
    documents = Router("/openapi", route_handlers=[], opt=may(PUBLIC, "web.openapi", "")["opt"])
    return OpenAPIConfig(
        title="Pawline",
        version=pawline.__version__,
        description="One conversation in which a pet shop's whole service happens.",
        openapi_router=documents,
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )


def _secure(message: HTTPResponseStartEvent, security: dict[str, str]) -> None:
    """On every answer, refusals and bugs included; what a route has set itself stays."""
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    wanted = [(name.encode(), value.encode()) for name, value in security.items()]
    if (b"content-type", b"application/json") in headers:
        wanted.append((b"cache-control", b"no-store"))
    message["headers"] = [*headers, *(one for one in wanted if one[0] not in present)]


def _must_not_end(task: asyncio.Task[None]) -> None:
    """Background work ends only when it is cancelled; otherwise the process leaves, to be started again."""
    if not task.cancelled():
        log.critical("background_ended", exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)
