"""A model on Ray Serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .. import config
from ..errors import FoundryError, HubUnavailableError

_LARGEST_BODY = 64 * 1024 * 1024


class RayOptions(NamedTuple):
    """
    How a model runs on Ray Serve.

    Attributes
    ----------
    host, port : str and int
        Where it answers.
    replicas : int
        Processes that run it.
    address : str, optional
        The cluster; one on this machine is started without.
    batch_rows : int
        Requests that go to the model at once.
    trusted : sequence of str
        References of models whose code may run.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    replicas: int = 1
    address: str | None = None
    batch_rows: int = 64
    trusted: Sequence[str] = ()


def start(reference: str, options: RayOptions) -> str:
    """
    Run a model on Ray Serve, and return the address of its protocol's root.

    Its replicas find the store as this process does: a folder that they share, or the hub of `FOUNDRY_URL`.

    Raises
    ------
    FoundryError
        If Ray Serve is not installed, or the cluster or the port cannot be had.
    RefusedModelError
        If it runs code and is not among `trusted`.
    """
    from ..store.packages import find
    from .served import ServedModel

    try:
        import ray
        from ray import serve
    except ImportError:
        raise FoundryError("Ray Serve is not installed: pip install 'foundry-lab[serve]'.") from None
    package = find("model", reference)
    # What is refused is refused here, before a cluster has started.
    ServedModel(package, options.trusted)
    variables = {key: value for key, value in config.environment().items() if key.startswith("FOUNDRY_")}
    try:
        if not ray.is_initialized():
            ray.init(
                address=options.address,
                runtime_env={"env_vars": variables},
                log_to_driver=False,
                logging_level="error",
            )
        serve.start(http_options={"host": options.host, "port": options.port})
        serve.run(_application(package.reference, options), name=package.manifest.name, route_prefix="/")
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines()
        raise HubUnavailableError(
            f"Ray Serve does not start: {reason[-1] if reason else type(error).__name__}"
        ) from None
    return f"http://{options.host}:{options.port}"


def stop() -> None:
    """End Ray Serve and the cluster of this process."""
    import ray
    from ray import serve

    serve.shutdown()
    ray.shutdown()


def _application(reference: str, options: RayOptions) -> Any:
    from ray import serve

    trusted = list(options.trusted)

    @serve.deployment(num_replicas=options.replicas, max_ongoing_requests=256)
    class Served:
        """The model in a replica."""

        def __init__(self) -> None:
            from foundry_lab.serving.app import App
            from foundry_lab.serving.served import served

            self.app = App(served(reference, trusted), self.together)

        # Nothing waits for company: what has come meanwhile goes together.
        @serve.batch(max_batch_size=options.batch_rows, batch_wait_timeout_s=0.0)  # type: ignore[untyped-decorator]
        async def together(self, requests: list[Any]) -> list[Any]:
            """Run requests as one batch; one that fails does not take the others with it."""
            from foundry_lab.errors import FoundryError
            from foundry_lab.serving.app import run_together

            try:
                return list(run_together(self.app.model, requests))
            except FoundryError:
                found: list[Any] = []
                for request in requests:
                    try:
                        found += run_together(self.app.model, [request])
                    except FoundryError as error:
                        found.append(error)
                return found

        async def __call__(self, request: Any) -> Any:
            """Answer a request."""
            from starlette.responses import Response

            body = b""
            async for part in request.stream():
                body += part
                if len(body) > _LARGEST_BODY:
                    return Response(b'{"error":"The request is larger than this server takes."}', 413)
            answer = await self.app.answer(request.method, request.url.path, request.headers, body)
            return Response(answer.body, answer.status, dict(answer.headers))

    deployment: Any = Served
    return deployment.bind()
