"""Errors in the specification's form: 404 what is not there, 403 a key that does not open it, 400 otherwise."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from actions.store.errors import StoreError
from bot.web.open311.formats import Format, written
from bot.web.open311.shapes import Error


class Refusal(Exception):
    """A request that cannot be taken: `status` and, in a sentence each, what to do about it."""

    def __init__(self, status: int, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.status = status
        self.problems = problems


def answer_errors(app: FastAPI) -> None:
    """Give every error of `app` the one form, in the format that was asked for."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return errors(request, refusal.status, *refusal.problems)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        problem = "there is nothing at this address" if error.status_code == 404 else str(error.detail)
        answer = errors(request, error.status_code, problem)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        if first["loc"][0] == "path":
            return errors(request, 404, "there is nothing at this address; the formats are xml and json")
        return errors(request, 400, f"{first['loc'][-1]}: {first['msg']}")

    @app.exception_handler(StoreError)
    async def store_away(request: Request, _: StoreError) -> Response:
        return errors(request, 503, "the desk cannot read or keep requests right now; try again soon")


def errors(request: Request, status: int, *problems: str) -> Response:
    """The errors, one a problem."""
    format = Format.JSON if request.url.path.endswith(".json") else Format.XML
    return written(
        [Error(code=str(status), description=one) for one in problems], "errors", "error", format, status=status
    )
