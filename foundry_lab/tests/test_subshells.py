"""A widget's messages are received while a cell runs, on the subshell that the browser made."""

from __future__ import annotations

from typing import Any

import jupyter_client

SHOW = """
import threading
import foundry_lab, pyarrow
widget = foundry_lab.preview(pyarrow.table({"n": list(range(1000))}))
receive, received = widget._messages.receive, threading.Event()
widget._messages.receive = lambda content: (receive(content), received.set())
widget
"""
WAIT = "assert received.wait(20), 'the page waited for the cell'"


def test_pages_do_not_wait_for_the_cell_that_runs() -> None:
    manager = jupyter_client.manager.KernelManager(kernel_name="python3")
    manager.start_kernel()
    client: Any = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        client.control_channel.send(client.session.msg("create_subshell_request", {}))
        subshell = client.control_channel.get_msg(timeout=30)["content"]["subshell_id"]
        client.execute(SHOW)
        opened = _until(client, "comm_open")
        while opened["content"]["target_name"] != "jupyter.widget" or "description" not in str(opened):
            opened = _until(client, "comm_open")
        _until(client, "execute_result", "display_data", "error")
        client.execute(WAIT)
        assert _until(client, "execute_input")["content"]["code"] == WAIT
        request = {"type": "page", "request": {"id": 1, "offset": 0, "limit": 10}}
        message = client.session.msg(
            "comm_msg",
            {"comm_id": opened["content"]["comm_id"], "data": {"method": "custom", "content": request}},
        )
        message["header"]["subshell_id"] = subshell
        client.shell_channel.send(message)
        reply = client.get_shell_msg(timeout=60)
        while reply["content"].get("execution_count") != 2:
            reply = client.get_shell_msg(timeout=60)
        assert reply["content"]["status"] == "ok", reply["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _until(client: Any, *kinds: str) -> Any:
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["msg_type"] in kinds:
            return message
