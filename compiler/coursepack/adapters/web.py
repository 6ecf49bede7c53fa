"""The web, asked politely: with our name, time-outs and few retries."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from coursepack import __version__
from coursepack.adapters.child import Closing

SECONDS = 30.0
LARGEST = 20 * 2**20
MOST_TRIES = 4
LONGEST_WAIT = 60.0
MOST_REDIRECTS = 5

_AGAIN = frozenset((429, 500, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class WebError(Exception):
    """Why a server gave no answer that can be used, in words for the user."""


class NotThereError(WebError):
    """The server knows nothing at the address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, the headers in small letters, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON. Raises WebError."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise WebError("the server answered with something that is no JSON") from error


@dataclass(frozen=True, slots=True)
class _Question:
    """What a server is asked, by the words of `Web.ask`."""

    method: str
    url: str
    data: Mapping[str, str] | None
    file: tuple[str, bytes] | None
    plain: bool


class Web(Closing):
    """One server, whose address is *base*; use it in a `with` statement.

    *headers* go to it alone, unless redirects are asked for. *wait* is how to sleep, *email* where
    the server's people can write to whoever asks.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str] | None = None,
        wait: Callable[[float], None] = time.sleep,
        seconds: float = SECONDS,
        email: str = "",
    ) -> None:
        """Raises WebError where *base* would send what is secret over an open line."""
        self.base = base.rstrip("/")
        _demand_safe(self.base)
        contact = f" (mailto:{email})" if email else ""
        agent = f"coursepack/{__version__}{contact}"
        self._client = httpx.Client(
            headers={"User-Agent": agent, **(headers or {})},
            timeout=seconds,
            follow_redirects=False,
        )
        self._seconds = seconds
        self._wait = wait

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, str] | None = None,
        file: tuple[str, bytes] | None = None,
        plain: bool = False,
        redirects: bool = False,
    ) -> Answer:
        """Return what the server answers on *path*, or on an address of its own. Raises WebError.

        *data* are the fields of a form, *file* one more of a name and its bytes. An answer of the
        server's own error, or that it is asked too often, is asked for again, when it says so or
        after a while. Where *plain*, it is not told who we are; where *redirects*, we go where it
        sends us, over lines that nobody listens to.
        """
        url = path if "://" in path else self.base + path
        question = _Question(method, url, data, file, plain)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._tried(question)
            if not (redirects and answer.status in _MOVED):
                break
            moved = urljoin(question.url, answer.headers.get("location", ""))
            _demand_safe(moved)
            question = replace(question, url=moved)
        else:
            raise WebError("the server sends us from one address to the next without end")
        if answer.status in (401, 403):
            raise WebError("the server does not let us in: is the token right, and still valid?")
        if answer.status in (404, 410):
            raise NotThereError(f"the server knows nothing at `{urlsplit(question.url).path}`")
        if answer.status >= 400:
            raise WebError(f"the server answered {answer.status}{_said(answer)}")
        return answer

    def _tried(self, question: _Question) -> Answer:
        for attempt in range(1, MOST_TRIES + 1):
            answer = self._once(question)
            if answer.status not in _AGAIN or attempt == MOST_TRIES:
                break
            if question.method == "POST" and answer.status >= 500:
                break  # it may have been done all the same
            seconds = _after(answer, attempt)
            if seconds > LONGEST_WAIT:
                raise WebError(f"the server asks us to come back in {seconds:.0f} seconds")
            self._wait(seconds)
        return answer

    def _once(self, question: _Question) -> Answer:
        files = {"file": question.file} if question.file else None
        ends = time.monotonic() + 4 * self._seconds
        request = self._client.build_request(
            question.method, question.url, data=question.data, files=files
        )
        if question.plain:
            request.headers.pop("Authorization", None)
        try:
            response = self._client.send(request, stream=True)
            try:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise WebError("the server's answer is larger than any that we ask for")
                    if time.monotonic() > ends:
                        raise WebError("the server takes too long to answer")
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise WebError("the server takes too long to answer") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise WebError(f"the server cannot be reached: {error}") from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(body))


def secure(url: str) -> str:
    """Return *url* with `https`, unless it leads to this machine."""
    is_open = url.startswith("http://") and urlsplit(url).hostname not in _LOOPBACK
    return f"https{url[4:]}" if is_open else url


def _demand_safe(url: str) -> None:
    """Raise WebError where *url* would send what is secret over an open line."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise WebError(f"`{url}` is no address that begins with https://")


def _after(answer: Answer, attempt: int) -> float:
    """Return how many seconds to wait, as the server says or twice as long each time."""
    said = answer.headers.get("retry-after", "")
    if said.isdigit():
        return float(said)
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return float(2**attempt)
    now = dt.datetime.now(moment.tzinfo)
    return max(0.0, (moment - now).total_seconds())


def _said(answer: Answer) -> str:
    """Return what the server says is wrong, in its own few words."""
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    errors = told.get("errors") if isinstance(told, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else told
    message = first.get("message") if isinstance(first, dict) else None
    return f": {message[:200]}" if isinstance(message, str) else ""
