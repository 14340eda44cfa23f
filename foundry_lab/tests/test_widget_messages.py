"""Requests of a widget, and what becomes of those that are given up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from foundry_lab.widgets.messages import Answer, Message, Messages

WAIT = 10


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


class Line:
    """A widget as `Messages` sees it."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.came = threading.Condition()

    def on_msg(self, handler: Any) -> None:
        self.handler = handler

    def send(self, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        with self.came:
            self.sent.append(content)
            self.came.notify_all()

    def ask(self, kind: str, request: int) -> None:
        self.handler(self, {"type": kind, "id": request}, [])

    def until(self, *requests: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: set(requests) <= {one["id"] for one in self.sent}, WAIT)


class Slow:
    """A handler that waits until it may go on."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.running = threading.Semaphore(0)

    def __call__(self, message: Message, answer: Answer) -> None:
        self.running.release()
        assert self.gate.wait(WAIT)
        answer.send({"type": "done", "id": answer.id})


@pytest.fixture
def slow() -> Iterator[Slow]:
    handler = Slow()
    yield handler
    handler.gate.set()


def test_giving_up_what_still_waits_blocks_nothing(slow: Slow) -> None:
    line = Line()
    Messages(line, {"slow": slow})
    for request in range(1, 9):
        line.ask("slow", request)
    for _ in range(4):
        assert slow.running.acquire(timeout=WAIT)

    # All threads are busy: the last ones wait, and are given up before they began.
    def give_up() -> None:
        for request in (7, 8, 8, 99):
            line.ask("cancel", request)

    giving_up = threading.Thread(target=give_up, daemon=True)
    giving_up.start()
    giving_up.join(WAIT)
    assert not giving_up.is_alive()
    slow.gate.set()
    line.until(1, 2, 3, 4, 5, 6)
    line.ask("slow", 9)
    line.until(9)
    assert {one["id"] for one in line.sent} == {1, 2, 3, 4, 5, 6, 9}


def test_what_runs_and_is_given_up_is_not_answered(slow: Slow) -> None:
    line = Line()
    messages = Messages(line, {"slow": slow})
    line.ask("slow", 1)
    assert slow.running.acquire(timeout=WAIT)
    line.ask("cancel", 1)
    assert messages.is_cancelled(1)
    slow.gate.set()
    line.ask("slow", 2)
    line.until(2)
    assert [one["id"] for one in line.sent] == [2]
    # The first request is forgotten by its own thread, which may end after the second is answered.
    until(lambda: not messages.is_cancelled(1))


def test_only_the_newest_page_is_answered(slow: Slow) -> None:
    line = Line()
    Messages(
        line,
        {"slow": slow, "page": lambda _message, answer: answer.send({"id": answer.id})},
        superseding=frozenset({"page"}),
    )
    for request in range(1, 5):
        line.ask("slow", request)
    for _ in range(4):
        assert slow.running.acquire(timeout=WAIT)
    for request in (5, 6, 7):
        line.ask("page", request)
    slow.gate.set()
    line.until(1, 2, 3, 4, 7)
    assert not {5, 6} & {one["id"] for one in line.sent}


def test_nonsense_is_passed_over_and_an_unknown_wish_is_a_sentence() -> None:
    line = Line()
    Messages(line, {})
    nonsense: list[object] = [None, 3, "page", [], {}, {"type": "page"}, {"id": "1"}]
    for message in nonsense:
        line.handler(line, message, [])
    line.ask("dance", 4)
    assert line.sent[0]["problem"]["detail"] == "This widget cannot answer 'dance'; reload the page."
