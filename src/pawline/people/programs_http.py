"""Programs over HTTP."""

import msgspec
from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler

from pawline.people.programs import Programs
from pawline.platform.web.http import MANAGER, Asked, may


class ProgramBody(msgspec.Struct):
    """What the program is called in conversations."""

    name: str


class ProgramView(msgspec.Struct):
    """A program that takes part."""

    account_id: str
    name: str


class NewProgram(msgspec.Struct):
    """The program and its bearer token, which is shown once."""

    program: ProgramView
    token: str


class ProgramsAnswer(msgspec.Struct):
    """The shop's programs."""

    programs: list[ProgramView]


def routes(programs: Programs) -> list[HTTPRouteHandler]:
    """The routes."""

    @get("/api/programs", **may(MANAGER, "programs.list", "Programs that take part"))
    async def everyone(request: Asked) -> ProgramsAnswer:
        return ProgramsAnswer([ProgramView(one.id, one.name) for one in await programs.all(request.user)])

    @post("/api/programs", status_code=200, **may(MANAGER, "programs.add", "Let a program take part"))
    async def add(request: Asked, data: ProgramBody) -> NewProgram:
        person, token = await programs.add(request.user, data.name)
        return NewProgram(ProgramView(person.id, person.name), token)

    @delete("/api/programs/{account_id:str}", **may(MANAGER, "programs.remove", "Void a program's token"))
    async def remove(request: Asked, account_id: str) -> None:
        await programs.remove(request.user, account_id)

    return [everyone, add, remove]
