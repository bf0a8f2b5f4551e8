"""A step that fails says which, why and what to do."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from script.steps.commands import ROOT, StepError, run_step
from script.steps.stamps import digest_of, is_stamped, write_stamp

STEP = "from script.steps.commands import run_main, run_step\nrun_main(lambda: run_step('Working', {command!r}, advice='Do this.') or 0)"


def test_both_ends_of_the_output_and_the_advice_are_shown() -> None:
    talk = "[print('line', n) for n in range(100)]; raise SystemExit(7)"
    with pytest.raises(StepError) as caught:
        run_step("Talking", [sys.executable, "-c", talk], advice="Do that.")
    assert "ended with status 7" in str(caught.value)
    assert "line 0" in str(caught.value)
    assert "line 99" in str(caught.value)
    assert "line 50" not in str(caught.value)
    assert str(caught.value).endswith("Do that.")


def test_a_program_that_is_missing_is_named() -> None:
    with pytest.raises(StepError, match="no-such-program cannot be started: No such file"):
        run_step("Missing", ["no-such-program"], advice="Install it.")


def test_a_failed_step_ends_the_script_with_words() -> None:
    program = STEP.format(command=[sys.executable, "-c", "raise SystemExit(1)"])
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 1
    assert "Do this." in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_a_step(number: signal.Signals) -> None:
    program = STEP.format(command=["sleep", "60"])
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "Working\n"
    process.send_signal(number)
    _, complaint = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped" in complaint
    assert "Traceback" not in complaint


def test_a_stamp_counts_until_an_input_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("script.steps.stamps.ROOT", tmp_path)
    source, stamp = tmp_path / "source", tmp_path / "made" / "stamp"
    source.write_text("one")
    write_stamp(stamp, digest_of([source], "3.11"))
    assert is_stamped(stamp, digest_of([source], "3.11"))
    assert not is_stamped(stamp, digest_of([source], "3.12"))
    source.write_text("two")
    assert not is_stamped(stamp, digest_of([source], "3.11"))
