"""Where a person's questions to a language model go: to a server they have a key for, else to ours."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.ai import plan
from accounts.models import ModelKey, ModelUsage
from core.addresses import IpAddress
from core.llm.types import Server
from core.sealing import UnsealError, seal, unseal

_USE = "model key"


@dataclass(frozen=True, slots=True)
class Place:
    """A server whose keys people may bring."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Route:
    """Which server is asked for which model, and whether with the person's own key.

    `allows`: which addresses it may have; None is the public internet.
    """

    server: Server
    model: str
    is_own: bool = False
    allows: Callable[[IpAddress], bool] | None = None

    @property
    def host(self) -> str:
        """The name of the server."""
        return urlsplit(self.server.url).hostname or ""


def places() -> list[Place]:
    """The servers staff allow; none where people may not bring keys."""
    return [Place(str(name), str(url)) for name, url in settings.AI_BROUGHT_SERVERS.items()]


def key_of(user_id: UUID) -> ModelKey | None:
    """The key a person brought, whether it works or not."""
    return ModelKey.objects.filter(user_id=user_id).first()


def sealed(key: str) -> str:
    """A key as it lies in the table."""
    return seal(key, use=_USE)


def own_route(key: ModelKey | None) -> Route | None:
    """The way to a person's own server; None without a key that can be used.

    A server that staff took off the list is not asked any more, nor one whose key cannot be opened.
    """
    if key is None or key.url not in {place.url for place in places()}:
        return None
    try:
        secret = unseal(key.sealed, use=_USE)
    except UnsealError:
        return None
    server = Server(key.url, secret, is_brought=True)
    # An address without TLS is one staff wrote down: a server of the house, wherever it is.
    is_ours = urlsplit(key.url).scheme == "http"
    return Route(server, key.model, is_own=True, allows=_anywhere if is_ours else None)


def route_for(user_id: UUID, purpose: ModelUsage.Purpose) -> Route:
    """Where a question goes: with a key that works, there. Raises: NotConfiguredError."""
    return _own(user_id) or Route(plan.server(), plan.model_for(purpose))


def model_for(user_id: UUID, purpose: ModelUsage.Purpose) -> str:
    """The name of the model this person's questions go to."""
    own = _own(user_id)
    return own.model if own else plan.model_for(purpose)


def is_connected(user_id: UUID) -> bool:
    """Whether there is a model for this person: ours, or one they have a key for."""
    return bool(host_for(user_id))


def host_for(user_id: UUID) -> str:
    """The name of the server this person's texts would go to, empty without one."""
    own = _own(user_id)
    return own.host if own else plan.host()


def check_connected(user_id: UUID) -> None:
    """Raises: NotConfiguredError."""
    if not is_connected(user_id):
        raise plan.NotConfiguredError(
            _("No language model is connected here. What you see is made by rules.")
        )


def _own(user_id: UUID) -> Route | None:
    """The way to this person's server, where they brought a key that works."""
    key = key_of(user_id) if places() else None
    return own_route(key) if key is not None and key.state == ModelKey.State.WORKS else None


def _anywhere(address: IpAddress) -> bool:
    return True
