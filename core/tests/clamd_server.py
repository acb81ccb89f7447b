"""A loopback server that speaks as much of clamd's protocol as is asked of it."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from core.clamd import EICAR

_READ = 65536


class Daemon:
    """Answers as told: `limit` is StreamMaxLength, `mood` one of well, hang, drop, babble."""

    def __init__(self):
        self.limit = 25 * 1024 * 1024
        self.mood = "well"
        self.knows = True
        self.scanned = []
        self.stop = threading.Event()

    def serve(self, connection):
        command = _until_zero(connection)
        if self.mood == "drop":
            return
        if self.mood == "hang":
            self.stop.wait(20)
            return
        if command == b"zVERSION":
            connection.sendall(b"ClamAV 1.4.1/27469/Mon Nov 23 2026\0")
        elif command == b"zINSTREAM":
            connection.sendall(self._verdict(connection) + b"\0")

    def _verdict(self, connection):
        content = b""
        while size := struct.unpack("!I", _exactly(connection, 4))[0]:
            if len(content) + size > self.limit:
                return b"INSTREAM size limit exceeded. ERROR"
            content += _exactly(connection, size)
        self.scanned.append(content)
        if self.mood == "babble":
            return b"stream: Can't allocate memory ERROR"
        if EICAR in content and self.knows:
            return b"stream: Win.Test.EICAR_HDB-1 FOUND"
        return b"stream: OK"


@contextmanager
def running(path=None):
    """Run a daemon on a free port, or at a path; gives it with its `url`."""
    daemon = Daemon()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            daemon.serve(self.request)

    class Tcp(socketserver.ThreadingTCPServer):
        daemon_threads = True

    class Unix(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True

    server = Unix(str(path), Handler) if path else Tcp(("127.0.0.1", 0), Handler)
    daemon.url = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield daemon
    finally:
        daemon.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _until_zero(connection):
    said = b""
    while not said.endswith(b"\0"):
        part = connection.recv(1)
        if not part:
            return said
        said += part
    return said[:-1]


def _exactly(connection, size):
    content = b""
    while len(content) < size:
        part = connection.recv(min(_READ, size - len(content)))
        if not part:
            raise ConnectionError
        content += part
    return content
