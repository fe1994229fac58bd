"""Real processes of Odoo's on one database: started, listened to, killed; none outlives us."""

import contextlib
import json
import re
import signal
import subprocess
import time

from tools.children import child
from tools.simulated_shop import SimulatedShop

LIMIT = 600
"""Seconds that one process may take; Odoo's own start takes a few."""
REFERENCE = re.compile(r"\w{3}-(\d{7}-\d{7})")


class Odoo:
    """An Odoo with the addon, and a simulated Amazon that it talks to."""

    def __init__(self, instance, amazon):
        self._instance = instance
        self._amazon = amazon
        self._started = 0
        self._shops = {}

    def accounts(self, count, orders, seed):
        """Open so many shops with the same made-up orders, and connect an account to each.

        :return: list of the accounts' ids
        """
        shops = [SimulatedShop(self._amazon) for _ in range(count)]
        pattern = SimulatedShop(self._amazon)
        pattern.generate(orders, seed)
        for number, shop in enumerate(shops):
            # Amazon's references are each given once: the shops' differ in their beginning.
            shop.add(
                [
                    {**order, "orderId": f"{number:03}{order['orderId'][3:]}"}
                    for order in pattern.orders()
                ]
            )
        skus = {
            item["product"].get("sellerSku")
            for order in pattern.orders()
            for item in order["orderItems"]
        }
        request = self._instance.folder / "request.json"
        sellers = [shop.seller for shop in shops]
        # Some SKUs stay without a product, so that there are issues too.
        known = sorted(skus - {None})[::2]
        request.write_text(json.dumps({"sellers": sellers, "skus": known, "server": self._amazon}))
        with self._process("set-up", request) as worker:
            accounts = worker.answer()
        self._shops.update(zip(accounts, shops))
        return accounts

    def parcels(self, account):
        """Return the packages that Amazon knows of an account's orders, sorted.

        :return: list of (order, number, units by item), without what differs from shop to shop
        """
        found = [
            [
                REFERENCE.sub(r"\1", order["orderId"]),
                package.get("trackingNumber"),
                {item["orderItemId"]: item["quantity"] for item in package["packageItems"]},
            ]
            for order in self._shops[account].orders()
            for package in order.get("packages", ())
        ]
        return sorted(found, key=str)

    @contextlib.contextmanager
    def synchronising(self, account, page_size):
        """Run a process that synchronises the account; its answer is what stands in Odoo then."""
        with self._process("synchronise", account, page_size) as worker:
            yield worker

    def ship(self, *accounts):
        """Bring the accounts' orders and validate all transfers; return how many, by account."""
        with self._process("ship", *accounts) as worker:
            return worker.answer()

    @contextlib.contextmanager
    def telling(self, account, way):
        """Run a process that tells Amazon what left; its answer is what stands of it in Odoo.

        :param way: 'calls' or 'feed'
        """
        with self._process("tell", account, way) as worker:
            yield worker

    @contextlib.contextmanager
    def _process(self, *words):
        self._started += 1
        log = self._instance.folder / f"process-{self._started}.log"
        answer = log.with_suffix(".json")
        for path in (log, answer):
            path.unlink(missing_ok=True)
        inside = [self._instance.python, "-m", "tests.kills.inside", self._instance.configuration]
        environ = {**self._instance.environ(), "PYTHONUNBUFFERED": "1"}
        with child([*inside, *words, answer], log, environ) as process:
            yield Worker(process, log, answer)


class Worker:
    """A process inside Odoo; what it says is in its log."""

    def __init__(self, process, log, answer):
        self._process = process
        self._log = log
        self._answer = answer

    def answer(self):
        """Wait for its end; return what it wrote down, the same for every shop."""
        assert self._process.wait(LIMIT) == 0, self._log.read_text()
        return json.loads(REFERENCE.sub(r"\1", self._answer.read_text()))

    def kill_after(self, seconds):
        """Kill the process so many seconds after its work began.

        :return: whether it was still at work
        """
        self._wait_until_ready()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        at_work = self._process.poll() is None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        return at_work

    def outcomes(self):
        """Wait for its end; return every outcome that it told, one of each that came in a row."""
        assert self._process.wait(LIMIT) == 0, self._log.read_text()
        words = [word for _moment, word in self._told()][1:]
        return [word for word, before in zip(words, ["", *words]) if word != before]

    def seconds_busy(self):
        """Return how long it found another process at work."""
        busy = [moment for moment, word in self._told() if word == "busy"]
        return busy[-1] - busy[0] if busy else 0.0

    def _wait_until_ready(self):
        deadline = time.monotonic() + LIMIT
        while not self._told():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.02)

    def _told(self):
        """Return (moment, word) of each line that the worker wrote, not Odoo's log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        pairs = (line.split(" ") for line in lines)
        return [(float(pair[0]), pair[1]) for pair in pairs if is_told(pair)]


def is_told(pair):
    return len(pair) == 2 and pair[0].replace(".", "").isdigit()
