"""Counting denied publishes: the broker's own lines, rotations, half lines, and floods of names."""

from pathlib import Path

from luylau.telemetry.violations import MOST_DEVICES, OTHERS, ViolationCounter


def line(client: str, verb: str = "Publish") -> str:
    start = "[3337] 2026/11/22 15:01:18.237789 [ERR] 127.0.0.1:46759 - mid:17"
    return f'{start} - "{client}" - {verb} Violation - Subject "obs.x.y"\n'


def test_each_violation_is_counted_by_client(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text(line("old"))
    counter = ViolationCounter(log)
    assert counter.poll() == 0, "what was there before is not counted"
    with log.open("a") as out:
        out.write(
            line("gauge-1") + "[1] [INF] Server is ready\n" + line("gauge-1") + line("pump", "Subscription")
        )
    assert counter.poll() == 3
    assert counter.counts == {"gauge-1": 2, "pump": 1}
    assert counter.poll() == 0
    counter.close()


def test_a_log_that_comes_later_and_a_missing_one(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text("")
    counter = ViolationCounter(log)
    counter.poll()
    log.unlink()
    assert counter.poll() == 0
    log.write_text(line("a"))
    assert counter.poll() == 1
    assert ViolationCounter(tmp_path / "never.log").poll() == 0
    counter.close()


def test_nothing_is_missed_or_doubled_over_rotations(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text("")
    counter = ViolationCounter(log)
    counter.poll()
    total = 0
    for turn in range(5):
        with log.open("a") as out:
            out.write(line(f"d-{turn}") * 3)
        if turn % 2:
            total += counter.poll()
        with log.open("a") as out:
            out.write(line("late"))
        log.rename(tmp_path / f"broker.log.{turn}")
        log.write_text(line("first"))
        total += counter.poll()
    assert total == 25
    assert counter.counts["late"] == 5
    assert counter.counts["first"] == 5
    counter.close()


def test_a_log_that_was_cut_is_read_from_its_start(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text("x" * 500)
    counter = ViolationCounter(log)
    counter.poll()
    log.write_text(line("a"))
    assert counter.poll() == 1
    counter.close()


def test_a_line_that_is_half_written_counts_once(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text("")
    counter = ViolationCounter(log)
    counter.poll()
    for part in (line("gauge-1")[:60], line("gauge-1")[60:]):
        with log.open("a") as out:
            out.write(part)
        counter.poll()
    assert counter.counts == {"gauge-1": 1}
    counter.close()


def test_inventing_client_ids_fills_no_memory(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    log.write_text("")
    counter = ViolationCounter(log)
    counter.poll()
    with log.open("a") as out:
        out.writelines(line(f"c{number}") for number in range(MOST_DEVICES + 200))
    assert counter.poll() == MOST_DEVICES + 200
    assert len(counter.counts) == MOST_DEVICES + 1
    assert counter.counts[OTHERS] == 200
    counter.close()
