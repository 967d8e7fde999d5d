"""Errors for programs: `{"error": …}` in one sentence, whatever went wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from fastapi import FastAPI


class Refusal(Exception):
    """A request that cannot be taken: `status` and what to do about it."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


async def http(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses by itself."""
    assert isinstance(error, HTTPException)
    problem = str(error.detail)
    if error.status_code == 404:
        problem = "there is nothing at this address; the chat page is at /chat"
    elif error.status_code == 405:
        problem = f"{request.method} is not possible at this address"
    return JSONResponse({"error": problem}, error.status_code, headers=error.headers)


def answer_errors(app: FastAPI) -> None:
    """Give every error of `app` the one shape."""
    from fastapi.exceptions import RequestValidationError

    app.add_exception_handler(HTTPException, http)

    @app.exception_handler(Refusal)
    async def refused(_: Request, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"error": refusal.problem}, refusal.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        return JSONResponse({"error": f"{'.'.join(map(str, first['loc']))}: {first['msg']}"}, 400)
