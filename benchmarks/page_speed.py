"""What a reader on a slow phone waits for: every page of the built book on a throttled line and processor.

    python benchmarks/page_speed.py [--pages japan,verdicts] [--again 3]

Serves ``_build/html`` compressed, as a host does, to a headless Chromium of the size of a phone, with 1.6
Mbps both ways, 150 ms of latency and a processor four times slower. Prints for each page the bytes that
arrive before anything is scrolled (gzip), the first contentful paint and the layout shift; leaves with 1 if a
page is above a bound. The seconds are the median of several visits, each with an empty cache: a busy machine
can only add to them.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import statistics
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from analysis.report.build import book, browser

HTML = book.ROOT / "_build" / "html"
MOST_PAINT, MOST_SHIFT, MOST_BYTES = 2.0, 0.01, 350 * 1024
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 1.6e6 / 8}
SLOWER = 4
#: What is sent as it is: compressed already.
PACKED = {".png", ".woff2", ".zip", ".pdf", ".jpg"}
WATCH = """
window.shift = 0; window.paint = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => {
    if (!e.hadRecentInput) window.shift += e.value }))
    .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(e => {
    if (e.name === "first-contentful-paint") window.paint = e.startTime }))
    .observe({type: "paint", buffered: true});
"""


@functools.lru_cache(maxsize=512)
def _packed(path: str) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


class Compressing(SimpleHTTPRequestHandler):
    """Files with gzip, as a host sends them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send one file, packed where that makes it smaller."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix not in PACKED
        content = _packed(str(path)) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the table is what is read."""


def visit(chromium: Any, address: str) -> tuple[int, float, float]:
    """Bytes, first contentful paint in seconds and layout shift of one visit with an empty cache."""
    context = chromium.new_context(viewport={"width": 375, "height": 812}, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    for method, arguments in (
        ("Network.enable", {}),
        ("Network.setCacheDisabled", {"cacheDisabled": True}),
        ("Network.emulateNetworkConditions", LINE),
        ("Emulation.setCPUThrottlingRate", {"rate": SLOWER}),
    ):
        wire.send(method, arguments)
    arrived = []
    wire.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.wait_for_function("window.paint > 0", timeout=120_000)
    found = page.evaluate("[window.paint / 1000, window.shift]")
    context.close()
    return int(sum(arrived)), found[0], found[1]


def main(names: list[str], again: int) -> int:
    """Print the table; return the exit code."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=str(HTML)))
    server.handle_error = lambda *_: None  # a browser that has seen enough hangs up
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = [path for path in sorted((HTML / "chapters").glob("*.html")) if not names or path.stem in names]
    above = []
    print(f"{'page':20} {'KB':>6} {'paint s':>8} {'shift':>7}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.ensure(), args=list(browser.QUIET))
        for path in paths:
            address = f"http://127.0.0.1:{server.server_port}/{path.relative_to(HTML).as_posix()}"
            visits = [visit(chromium, address) for _ in range(again)]
            size, paint, shift = (statistics.median(one) for one in zip(*visits, strict=True))
            over = size > MOST_BYTES or not 0 < paint < MOST_PAINT or shift >= MOST_SHIFT
            above += [path.stem] if over else []
            print(f"{path.stem:20} {size / 1024:6.0f} {paint:8.2f} {shift:7.4f}{'  above' if over else ''}")
        chromium.close()
    server.shutdown()
    return 1 if above or not paths else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", default="", help="names, parted by commas; all if none")
    parser.add_argument("--again", type=int, default=3, help="visits of each page")
    given = parser.parse_args()
    sys.exit(main([name for name in given.pages.split(",") if name], given.again))
