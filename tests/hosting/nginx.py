"""Debian's nginx for the tests: found or installed, and started with the settings that the project gives."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros import hosting

PATIENCE = 20  # seconds for its start
SETTINGS = """daemon off;
worker_processes 1;
pid {place}/nginx.pid;
error_log {place}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/handbook.conf;
}}
"""


class NoNginxError(Exception):
    """No nginx, and none can be installed; the message says what to do."""


def find() -> str:
    """Path of nginx, installed now where it is missing."""
    for _ in range(2):
        path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if path:
            return path
        _install()
    raise NoNginxError("nginx was installed and is not found: add the folder of nginx to PATH")


def _install() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise NoNginxError(
            "no nginx found, and it cannot be installed here: install Debian's package nginx-light"
        )
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", "nginx-light"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise NoNginxError(f"{' '.join(command)} failed: {(done.stdout + done.stderr)[-600:]}")


def policy_of(site: Path) -> str:
    """The policy of a built site."""
    return hosting.policy_in((site / "_headers").read_text("utf-8"))


@contextmanager
def serving(site: Path, base: str = "/") -> Iterator[str]:
    """nginx with the project's settings on a free port; gives the address, ending in a slash."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as made, socket.socket() as free:
        place = Path(made)
        place.chmod(0o755)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        text = hosting.nginx_text(policy_of(site), str(site), base, f"127.0.0.1:{port}")
        (place / "handbook.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""  # the site may lie where another user cannot read
        (place / "nginx.conf").write_text(SETTINGS.format(place=place, user=user))
        log = (place / "said").open("w+")
        process = subprocess.Popen(
            [find(), "-p", str(place), "-c", str(place / "nginx.conf")], stdout=log, stderr=log
        )
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}{base}"
        finally:
            process.terminate()
            process.wait(PATIENCE)
            log.close()


def _wait(process: subprocess.Popen, port: int, log) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    log.seek(0)
    raise AssertionError(f"nginx did not start: {log.read()}")
