"""Custom messages of a widget: handed to worker threads at once, so that no request waits for another."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

import msgspec

from ..contracts.version import VERSION
from ..errors import FoundryError
from ..problems import problem, problem_of

MODULE_NAME = "foundry-lab"
MODULE_VERSION = f"^{VERSION}"

_WORKERS = 4
#: Ids of one browser: several may show the same widget, and only their own newer request supersedes an older one.
_IDS = 2**20

Message = Mapping[str, Any]
#: Gets the message and a function that sends an answer and its buffers.
Handler = Callable[[Message, "Answer"], None]


class Answer:
    """
    Sends what belongs to one request.

    Parameters
    ----------
    messages : Messages
        Where the request came in.
    request : int
        Its id.
    """

    def __init__(self, messages: Messages, request: int) -> None:
        self._messages = messages
        self.id = request

    @property
    def is_wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return not self._messages.is_cancelled(self.id)

    def send(self, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Send an answer, unless nobody waits for it any more."""
        if self.is_wanted:
            self._messages.send(content, buffers)


class Messages:
    """
    A widget's requests and answers.

    The thread that receives a message only hands it over. Whatever goes wrong is answered with one sentence.

    Parameters
    ----------
    widget : ipywidgets.Widget
        Whose messages they are.
    handlers : mapping of str to callable
        What answers a message of each type.
    superseding : set of str, optional
        Types of which only the newest request matters: an older one that still waits is dropped.
    long : set of str, optional
        Types that take long; they have threads of their own, so that pages need not wait for them.
    at_once : mapping of str to callable, optional
        What a message of these types does, on the receiving thread; gets the id of the request it is about.
    """

    def __init__(
        self,
        widget: Any,
        handlers: Mapping[str, Handler],
        *,
        superseding: frozenset[str] = frozenset(),
        long: frozenset[str] = frozenset(),
        at_once: Mapping[str, Callable[[int], None]] | None = None,
    ) -> None:
        self._widget = widget
        self._handlers = handlers
        self._superseding = superseding
        self._long = long
        self._at_once = {"cancel": self._cancel, **(at_once or {})}
        self._newest: dict[tuple[str, int], int] = {}
        self._cancelled: set[int] = set()
        self._futures: dict[int, Future[None]] = {}
        self._lock = threading.Lock()
        widget.on_msg(lambda _widget, content, _buffers: self.receive(content))
        _stay_on_subshell(widget)

    def receive(self, content: object) -> None:
        """Take a message in; anything that is none is ignored."""
        if not isinstance(content, dict):
            return
        request = _request_id(content)
        if request is None:
            return
        kind = str(content.get("type"))
        if kind in self._at_once:
            self._at_once[kind](request)
            return
        handler = self._handlers.get(kind)
        if handler is None:
            self.send_problem(request, FoundryError(f"This widget cannot answer {kind!r}; reload the page."))
            return
        if kind in self._superseding:
            self._newest[kind, request // _IDS] = request
        context = contextvars.copy_context()
        workers = _workers("long" if kind in self._long else "short")
        future = workers.submit(context.run, self._answer, handler, kind, request, content)
        with self._lock:
            self._futures[request] = future
        future.add_done_callback(lambda _done: self._forget(request))

    def send(self, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Send a message to the browser."""
        self._widget.send(content, buffers=list(buffers))

    def send_problem(self, request: int, error: BaseException) -> None:
        """Tell the browser what is wrong with a request."""
        self.send({"type": "problem", "id": request, "problem": details_of(error)})

    def is_cancelled(self, request: int) -> bool:
        """Whether the browser gave a request up."""
        return request in self._cancelled

    def _cancel(self, request: int) -> None:
        with self._lock:
            future = self._futures.get(request)
        # Not under the lock: a future that is cancelled before it runs is forgotten at once, by this very thread.
        if future is None or future.cancel():
            return
        with self._lock:
            if request in self._futures:
                self._cancelled.add(request)

    def _forget(self, request: int) -> None:
        with self._lock:
            self._futures.pop(request, None)
            self._cancelled.discard(request)

    def _answer(self, handler: Handler, kind: str, request: int, content: Message) -> None:
        if kind in self._superseding and request < self._newest[kind, request // _IDS]:
            return
        answer = Answer(self, request)
        try:
            handler(content, answer)
        except Exception as error:
            if answer.is_wanted:
                self.send_problem(request, error)


def _stay_on_subshell(widget: Any) -> None:
    """
    Let messages be received on the subshell that the browser sends them to.

    ipykernel 7.4 hands them to the shell from which the widget last spoke: the main one, which a running cell holds.
    """
    comm = getattr(widget, "comm", None)
    if comm is not None and hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None


def read(kind: Any, value: object) -> Any:
    """
    Return a request that follows its contract.

    Raises
    ------
    FoundryError
        Saying what is wrong with it.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise FoundryError(
            f"The widget asked for something that cannot be read ({error}); reload the page."
        ) from error


def details_of(error: BaseException) -> dict[str, Any]:
    """Return the problem details of an error; one that is not a user's mistake goes to the log as well."""
    if isinstance(error, FoundryError):
        details = problem_of(error)
    else:
        logging.getLogger(__name__).error("A widget's request failed.", exc_info=error)
        details = problem(
            "internal", f"This could not be shown: {type(error).__name__}: {error}".rstrip(": ") + "."
        )
    record: dict[str, Any] = msgspec.to_builtins(details)
    return record


def _request_id(content: Message) -> int | None:
    request = content.get("request")
    request_id = request.get("id") if isinstance(request, dict) else content.get("id")
    return request_id if isinstance(request_id, int) else None


@cache
def _workers(work: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix=f"foundry-widget-{work}")
