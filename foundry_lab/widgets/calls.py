"""Calls of a source's methods from the browser, answered by the kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from ..errors import FoundryError
from .messages import Answer, Handler, Message

#: Gets a method and its arguments, as plain data; returns a contract struct, plain data or None.
Answers: TypeAlias = Callable[[str, list[Any]], Any]


def answering(what: str, methods: frozenset[str], answers: Answers) -> Handler:
    """Return the handler of calls of these methods; of others it says that `what` has none such."""

    def call(message: Message, answer: Answer) -> None:
        method, arguments = message.get("method"), message.get("args")
        if method not in methods or not isinstance(arguments, list):
            raise FoundryError(f"The {what} has no method {method!r}; reload the page.")
        value = msgspec.to_builtins(answers(str(method), arguments))
        answer.send({"type": "reply", "id": answer.id, "value": value})

    return call
