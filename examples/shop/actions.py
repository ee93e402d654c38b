"""What the starter bot can look up and do in a small shop: a function for each action of intents/actions.yaml.

    python examples/shop/actions.py                                  # makes shop.sqlite anew
    intentbot chat intents/ --actions examples/shop/actions.py

A function is told what the bot knows, as an `ActionCall`, and gives values by name. What it cannot find it leaves out:
the responses in intents/ have an answer for that. Where it raises or takes too long, the customer hears the `failure`
of the action, and the log says why. So nothing is caught here.

A real shop also makes sure of who is asking before it tells or changes anything: by the session, which your website
knows the customer of, or by a slot for the postcode of the order.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from intentbot.conversation.actions import ActionCall

HERE = Path(__file__).parent
PATIENCE_S = 2.0
"""Seconds to wait for another program that writes: less than the `timeout` of the actions."""

Found = dict[str, str | date]


def database() -> Path:
    """Return where the shop's database is: ``SHOP_DATABASE``, or beside this file."""
    return Path(os.environ.get("SHOP_DATABASE") or HERE / "shop.sqlite")


def make_database(path: Path) -> None:
    """Make the shop's database of shop.sql anew."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as shop:
        shop.executescript((HERE / "shop.sql").read_text(encoding="utf-8"))


@contextmanager
def open_shop() -> Iterator[sqlite3.Connection]:
    """Yield a connection for one call; what was changed is kept where nothing is raised."""
    # mode=rw: a database that is not there is an error, and not an empty one that knows no order.
    address = f"{database().resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE_S)) as shop, shop:
        shop.row_factory = sqlite3.Row
        yield shop


def order_status(call: ActionCall) -> Found:
    """Return how far an order is: its state, the day that matters, and who brings it."""
    with open_shop() as shop:
        order = find_order(shop, call)
    if order is None:
        return {}
    day = date.fromisoformat(order["day"])
    is_late = order["status"] == "shipped" and day < date.today()
    return {"state": "late" if is_late else order["status"], "day": day, "carrier": order["carrier"]}


def cancel_order(call: ActionCall) -> Found:
    """Cancel an order that has not left, where the customer is sure; return what it is now, and the money."""
    if call.slots.get("sure_to_cancel") != "yes":
        return {}
    with open_shop() as shop:
        # One statement looks and changes, so that nothing is shipped in between.
        shop.execute(
            "UPDATE orders SET status = 'cancelled' WHERE number = ? AND status IN ('open', 'packed')", number_of(call)
        )
        order = find_order(shop, call)
    if order is None:
        return {}
    # Also where it was cancelled before: who asks twice is told the same.
    state = "cancelled" if order["status"] == "cancelled" else "too late"
    return {"state": state, "amount": pounds(order["pence"])}


def change_address(call: ActionCall) -> Found:
    """Send an order that has not left to another address, where the customer is sure."""
    if call.slots.get("sure_to_change") != "yes":
        return {}
    with open_shop() as shop:
        changed = shop.execute(
            "UPDATE orders SET address = ? WHERE number = ? AND status IN ('open', 'packed')",
            (call.slots["new_address"], *number_of(call)),
        )
        if changed.rowcount:
            return {"state": "changed"}
        return {"state": "too late"} if find_order(shop, call) else {}


def refund_status(call: ActionCall) -> Found:
    """Return how far the money for an order is: its state, the amount, and the day where there is one."""
    with open_shop() as shop:
        refund = shop.execute(
            "SELECT state, pence, day FROM refunds WHERE order_number = ?", number_of(call)
        ).fetchone()
    if refund is None:
        return {}
    found: Found = {"state": refund["state"], "amount": pounds(refund["pence"])}
    return {**found, "day": date.fromisoformat(refund["day"])} if refund["day"] else found


def book_delivery(call: ActionCall) -> Found:
    """Choose another day for a parcel that is on its way; on Sundays nobody drives."""
    day = date.fromisoformat(call.slots["new_day"])
    with open_shop() as shop:
        if find_order(shop, call) is None:
            return {}
        if day.isoweekday() == 7:
            return {"state": "not possible"}
        booked = shop.execute(
            "UPDATE orders SET day = ? WHERE number = ? AND status = 'shipped'", (day.isoformat(), *number_of(call))
        )
    return {"state": "booked", "day": day} if booked.rowcount else {"state": "not possible"}


def find_order(shop: sqlite3.Connection, call: ActionCall) -> sqlite3.Row | None:
    """Return the order that a conversation is about; None where there is none."""
    # A customer's words never stand in the statement itself: the database is handed them apart, for the question mark.
    found: sqlite3.Row | None = shop.execute("SELECT * FROM orders WHERE number = ?", number_of(call)).fetchone()
    return found


def number_of(call: ActionCall) -> tuple[str]:
    """Return the order number that a conversation is about, as a statement's only value; empty where none is known."""
    return (call.slots.get("order_number", ""),)


def pounds(pence: int) -> str:
    """Return an amount as the type ``money`` takes it: 49.90 GBP."""
    return f"{pence // 100}.{pence % 100:02} GBP"


if __name__ == "__main__":
    make_database(database())
    print(f"Made {database()}. Now: intentbot chat intents/ --actions examples/shop/actions.py")
