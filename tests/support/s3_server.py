"""An object store that speaks S3, on loopback, and a wire to it that is cut in the middle."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


def forget_sessions() -> None:
    """Those of tests before, which remember the environment of their own."""
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()


class S3Server:
    """moto's server. What a client needs to find it is in the environment, as it would be for an operator."""

    def __init__(self) -> None:
        from moto.server import ThreadedMotoServer

        # It is a thread of the tests: once Prefect is imported, its lines would come out between those of a command.
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        self.host, self.port = self._server.get_host_and_port()
        self._buckets = 0
        self._files: Any = None

    def environment(self, port: int = 0) -> dict[str, str]:
        """The server's own port, or that of a wire to it."""
        return {
            "AWS_ACCESS_KEY_ID": "moawatch",
            "AWS_SECRET_ACCESS_KEY": "of the tests",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or self.port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def files(self) -> Any:
        """A way to the buckets beside the archive's own. Call it first with the environment in place."""
        from s3fs import S3FileSystem

        if self._files is None:  # a third of a second
            self._files = S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
        return self._files

    def new_bucket(self) -> str:
        self._buckets += 1
        name = f"archive-{os.getpid()}-{self._buckets}"
        self.files().mkdir(name)
        return name

    def stop(self) -> None:
        self._server.stop()


@contextmanager
def cut_wire(port: int, after_bytes: int, times: int) -> Iterator[int]:
    """The port of a wire to a server that is cut, in so many of its first connections, after so many bytes."""
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_carry_all, args=(listening, port, after_bytes, times), daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _carry_all(listening: socket.socket, port: int, after_bytes: int, times: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            server = socket.create_connection(("127.0.0.1", port))
            left = after_bytes if times > 0 else 1 << 40
            times -= 1
            threading.Thread(target=_carry, args=(client, server, left), daemon=True).start()
            threading.Thread(target=_carry, args=(server, client, 1 << 40), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, left: int) -> None:
    """Bytes from one to the other until there are none, or until the wire is cut."""
    with suppress(OSError):
        while left > 0 and (content := source.recv(min(left, 65_536))):
            target.sendall(content)
            left -= len(content)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
