"""A slow line to a server on this machine: latency and a rate that all connections share.

The browser's own throttling holds for the page alone; what goes through here holds for its workers too.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

RATE = 1_600_000  # bits a second, down; what goes up is small
ROUND_TRIP = 0.150  # seconds
PART = 4096  # bytes that pass before another connection may


class _Line:
    def __init__(self, target: tuple[str, int], rate: int, round_trip: float):
        self.target = target
        self.rate = rate / 8
        self.delay = round_trip / 2
        self.free = 0.0  # when the line has sent what was given to it so far
        self.open: set[asyncio.Task] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.delay * 2)  # opening a connection takes a round trip before the first word
        there, back = await asyncio.open_connection(*self.target)
        up = asyncio.create_task(self._pass(reader, back, limited=False))
        down = asyncio.create_task(self._pass(there, writer, limited=True))
        self.open |= {up, down}
        await asyncio.gather(up, down, return_exceptions=True)
        self.open -= {up, down}

    async def _pass(self, reader, writer, *, limited: bool) -> None:
        """Hand on what comes, each part after its delay, and the line's own time where it is limited."""
        loop = asyncio.get_running_loop()
        late: asyncio.Queue = asyncio.Queue(maxsize=64)

        async def deliver() -> None:
            while (item := await late.get()) is not None:
                due, part = item
                await asyncio.sleep(max(0, due - loop.time()))
                writer.write(part)
                await writer.drain()
            writer.close()

        sending = asyncio.create_task(deliver())
        try:
            while part := await reader.read(PART):
                if limited:
                    self.free = max(self.free, loop.time()) + len(part) / self.rate
                    await asyncio.sleep(max(0, self.free - loop.time()))
                await late.put((loop.time() + self.delay, part))
        finally:
            await late.put(None)
            await sending


@contextmanager
def slow(address: str, rate: int = RATE, round_trip: float = ROUND_TRIP) -> Iterator[str]:
    """The same address by way of a slow line; it is cut when the block ends."""
    parts = urlsplit(address)
    loop = asyncio.new_event_loop()
    line = _Line((parts.hostname, parts.port), rate, round_trip)
    started = threading.Event()
    port = 0

    async def run() -> None:
        nonlocal port
        server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        started.set()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(run(), loop).result()
    started.wait()
    try:
        yield f"http://127.0.0.1:{port}{parts.path}"
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
