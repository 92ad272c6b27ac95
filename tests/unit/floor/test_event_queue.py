"""The event queue: instants in order, classes of events within an instant, and loops without end seen."""

from __future__ import annotations

import pytest

from twin.floor.event_queue import (
    ARRIVALS,
    ENDS,
    EXPIRIES,
    FAILURES,
    MOST_AT_ONCE,
    ORDERS,
    SHIFTS,
    TIMERS,
    EventNotice,
    EventQueue,
    Kind,
)

Seen = list[tuple[float, str, bool]]


@pytest.fixture
def queue() -> EventQueue:
    return EventQueue()


def watched(queue: EventQueue) -> Seen:
    """Let every kind of event note when it is handled, its subject, and whether nothing else is planned."""
    seen: Seen = []

    def note(notice: EventNotice) -> None:
        seen.append((queue.now_s, notice.subject, queue.is_alone))

    for handlers in queue.handlers:
        handlers.append(note)
    return seen


def test_classes_of_one_instant_have_their_order_and_equals_that_of_their_planning(queue: EventQueue) -> None:
    seen = watched(queue)
    classes = {"end": ENDS, "failure": FAILURES, "arrival": ARRIVALS, "shift": SHIFTS, "timer": TIMERS}
    for name, order in reversed([*classes.items(), ("expiry", EXPIRIES)]):
        queue.plan(5.0, order + ORDERS - 1, Kind.ARRIVAL, f"last {name}")
        queue.plan(5.0, order, Kind.ARRIVAL, f"first {name}")
        queue.plan(5.0, order, Kind.ARRIVAL, f"second {name}")
    assert queue.handle_instant(10.0) == 18
    expected = [f"{place} {name}" for name in (*classes, "expiry") for place in ("first", "second", "last")]
    assert [name for _, name, _ in seen] == expected
    assert [alone for *_, alone in seen] == [False] * 17 + [True]


def test_instants_come_one_at_a_time_up_to_and_including_the_horizon(queue: EventQueue) -> None:
    seen = watched(queue)
    for time_s in (3.0, 1.0, 2.0, 2.0):
        queue.plan(time_s, ENDS, Kind.WORK_END, str(time_s))
    assert [queue.handle_instant(2.0) for _ in range(3)] == [1, 2, 0]
    assert queue.now_s == 2.0
    assert queue.is_instant_over()
    assert seen == [(1.0, "1.0", True), (2.0, "2.0", False), (2.0, "2.0", True)]
    assert [queue.handle_instant(3.0), queue.handle_instant(9.0), queue.now_s] == [1, 0, 3.0]


def test_what_is_planned_for_this_instant_while_it_is_handled_belongs_to_it(queue: EventQueue) -> None:
    left = [3]

    def again(_: EventNotice) -> None:
        if left[0]:
            left[0] -= 1
            queue.plan(queue.now_s, ENDS, Kind.WORK_END, None)

    queue.handlers[Kind.WORK_END].append(again)
    queue.plan(1.0, ENDS, Kind.WORK_END, None)
    assert queue.handle_instant(1.0) == 4


def test_the_next_order_tells_what_is_still_to_come_in_this_instant(queue: EventQueue) -> None:
    watched(queue)
    assert queue.next_order() > EXPIRIES + ORDERS - 1
    queue.plan(1.0, TIMERS, Kind.BATCH_TIMER, "later")
    assert queue.next_order() > EXPIRIES + ORDERS - 1, "another instant"
    assert not queue.handle_instant(0.5)
    queue.plan(0.0, ARRIVALS + 7, Kind.ARRIVAL, "now")
    assert not queue.is_instant_over()
    assert queue.next_order() == ARRIVALS + 7


def test_an_instant_without_end_is_left_after_so_many_events(queue: EventQueue) -> None:
    queue.handlers[Kind.WORK_END].append(
        lambda _: queue.plan(queue.now_s, ENDS, Kind.WORK_END, None) and None
    )
    queue.plan(1.0, ENDS, Kind.WORK_END, None)
    assert queue.handle_instant(1.0) == MOST_AT_ONCE
    assert queue.handle_instant(1.0) == MOST_AT_ONCE


def test_a_notice_may_be_planned_again_with_its_details(queue: EventQueue) -> None:
    seen = watched(queue)
    notice = queue.plan(1.0, ENDS, Kind.WORK_END, "same", 4)
    queue.handle_instant(1.0)
    queue.plan_again(notice, 2.0, ENDS)
    queue.handle_instant(2.0)
    assert [row[:2] for row in seen] == [(1.0, "same"), (2.0, "same")]
    assert notice.detail == 4
    queue.plan(3.0, ENDS, Kind.WORK_END, "forgotten")
    queue.close()
    assert queue.handle_instant(9.0) == 0
