"""A model on Ray Serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .. import config
from ..errors import FoundryError, HubUnavailableError


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
    trusted : sequence of str
        References of models whose code may run.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    replicas: int = 1
    address: str | None = None
    trusted: Sequence[str] = ()


def start(reference: str, options: RayOptions) -> str:
    """
    Run a model on Ray Serve, and return the address of its protocol's root.

    Each replica is a hub of its own that only Ray reaches. It finds the store as this process does: a folder or bucket that
    they share, or the hub of `FOUNDRY_URL`, from which it brings the model.

    Raises
    ------
    FoundryError
        If Ray Serve is not installed, or the cluster or the port cannot be had.
    RefusedModelError
        If it runs code and is not among `trusted`.
    """
    from ..store.packages import find
    from .served import allowed_packages

    try:
        import ray
        from ray import serve
    except ImportError:
        raise FoundryError("Ray Serve is not installed: pip install 'foundry-lab[serve]'.") from None
    package = find("model", reference)
    # What is refused is refused here, before a cluster has started.
    packages = [one.reference for one in allowed_packages(package, options.trusted)]
    variables = {key: value for key, value in config.environment().items() if key.startswith("FOUNDRY_")}
    try:
        if not ray.is_initialized():
            # A cluster that starts here ends with this process: nobody looks at its dashboard, whose start takes longest.
            own = {} if options.address else {"include_dashboard": False}
            ray.init(
                address=options.address,
                **own,
                runtime_env={"env_vars": variables},
                log_to_driver=False,
                logging_level="error",
            )
        serve.start(http_options={"host": options.host, "port": options.port})
        serve.run(_application(packages, options), name=package.manifest.name, route_prefix="/")
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


def _application(packages: list[str], options: RayOptions) -> Any:
    from ray import serve

    trusted = list(options.trusted)

    @serve.deployment(num_replicas=options.replicas, max_ongoing_requests=256)
    class Served:
        """The model in a replica."""

        def __init__(self) -> None:
            from foundry_lab.serving.replica import Replica

            self.replica = Replica(packages, trusted)

        def check_health(self) -> None:
            """Let Ray replace a replica whose hub has ended."""
            self.replica.check()

        async def __call__(self, request: Any) -> Any:
            """Answer a request."""
            return await self.replica.answer(request)

    deployment: Any = Served
    return deployment.bind()
