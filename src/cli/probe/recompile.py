#!/usr/bin/env python3
"""Compiles the program of an XLA dump again and tries changes on it: no TPU, none of your code.

Needs   Linux on x86-64, Python 3.10 or later:  python3 -m pip install jax==0.10.2 libtpu==0.0.42.1
        (written for these; where you can, take the versions of your job, since compilers differ)
Reads   the folder DUMP. Writes RESULTS, one JSON document a line, and temporary files, which it
        removes. Sends nothing anywhere. The program is compiled and never run.
Use     python3 @FILE@ [--jobs 2] [--only NAME]   ctrl-c keeps the results: a rerun goes on
        xla-triage probe DUMP --read @RESULTS@     puts the results into the plan

The program as it is comes first, and should need what the crash needed. Then come donation,
sharding, compiler flags, other chips, and pairs of the flags that helped. Each is compiled in a
process of its own, which ends as soon as memory is assigned: nobody waits for code generation.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import dataclasses
import functools
import importlib.metadata
import itertools
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from jax_module import Program, compile_module, from_hlo

# The folder that --xla_dump_to filled.
DUMP = Path(@DUMP@)
MODULE = @MODULE@  # its files begin with this
TOPOLOGY = @TOPOLOGY@  # chip and layout of the job
EXPECTED = @EXPECTED@  # bytes of HBM that the program needed; None: not known
FAILED = @FAILED@  # whether it did not fit
# Compiler flags of the job; every try has them.
IN_FORCE = @INFORCE@
# Edits of the program, and the remedy of the plan that each stands for.
EDITS = @EDITS@
# Remedy, flag, value; what helped most often comes first.
FLAGS = @FLAGS@
# Remedy, name, topology of as many devices.
TOPOLOGIES = @TOPOLOGIES@
RESULTS = Path(__file__).resolve().with_name("@RESULTS@")
INSTALL = "Install with: python3 -m pip install jax==0.10.2 libtpu==0.0.42.1"
# Nothing asks a cloud machine for its TPU, and other programs may hold libtpu.
ALONE = {"JAX_PLATFORMS": "cpu", "TPU_SKIP_MDS_QUERY": "1", "ALLOW_MULTIPLE_LIBTPU_LOAD": "1"}
PROGRAM = {"module": MODULE, "topology": TOPOLOGY, "flags": IN_FORCE}
STOP = threading.Event()
say = functools.partial(print, file=sys.stderr, flush=True)
OUT_OF_HBM = re.compile(r"Ran out of memory (on HBM|in memory space hbm)|Exceeded hbm capacity")


@dataclasses.dataclass(frozen=True)
class Variant:
    """One change of the program, or of how it is compiled."""

    name: str
    remedy: str | None = None
    text: str = ""  # of the module, where it is changed
    flags: tuple[tuple[str, str], ...] = ()
    topology: str = TOPOLOGY


def read(path: Path) -> str:
    """The text of a file; empty where there is none."""
    return path.read_text(errors="replace") if path.exists() else ""


def variants(text: str) -> list[Variant]:
    """Everything to try, the program as it is first. Changes that change nothing are left out."""
    program = Program(text)
    changed = {program.donated(): ("donate", EDITS.get("donate"))}
    for axis, (part, name) in itertools.product(program.axes, ((1, ""), (0.5, "-largest"))):
        new = program.sharded(axis, part)
        changed.setdefault(new, (f"shard-{axis}{name}", EDITS.get("shard")))
    changed.pop(text, None)
    found = [Variant(*names, text=new) for new, names in changed.items()]
    found += [Variant(f"{flag}={to}", of, flags=((flag, to),)) for of, flag, to in FLAGS]
    found += [Variant(name, of, topology=topology) for of, name, topology in TOPOLOGIES]
    return [Variant("as-it-is"), *(one for one in found if one.remedy)]


def probe(variant: Variant, text: str, limit: float) -> dict:
    """Compiles a variant; what comes of it is one line of results."""
    began, fits, used = time.monotonic(), False, None
    flags = {**IN_FORCE, **dict(variant.flags)}
    flags = {name: value for name, value in flags.items() if value is not None}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        module, dump, log = (Path(folder, name) for name in ("module.mlir", "dump", "log"))
        module.write_text(variant.text or text)
        job = {"module": str(module), "topology": variant.topology, "flags": flags}
        command = [sys.executable, __file__, "--compile", json.dumps({**job, "dump": str(dump)})]
        with log.open("w") as to:
            pipes = {"stdin": subprocess.DEVNULL, "stdout": to, "stderr": to}
            env = {**os.environ, **ALONE}
            child = subprocess.Popen(command, **pipes, env=env, start_new_session=True)
        while child.poll() is None and not (fits and used) and not STOP.is_set():
            if time.monotonic() - began > limit:
                break
            time.sleep(0.1)
            # This file comes when the check of memory has passed, before code generation.
            fits, used = any(dump.glob("*_after_buffer_assignment.txt")), total_in(dump)
        ended = child.poll()
        child.kill()
        child.wait()
        if STOP.is_set():
            raise KeyboardInterrupt
        lines, used = read(log).splitlines(), total_in(dump)
        build = re.search(r"\.cl_(\d+)", " ".join(map(str, dump.glob("*.cl_*"))))
    result, said = outcome(lines, fits or ended == 0, ended, limit)
    if result == "oom" and not used:
        size = re.search(r"(?:Used |\()([\d.]+)([KMGT])", said)
        used = size and round(float(size[1]) * 1024 ** " KMGT".index(size[2]))
    return {
        "schema": "xla-triage.probe/1",
        "variant": variant.name,
        "remedy": variant.remedy,
        "result": result,
        "used_bytes": used if result in ("fits", "oom") else None,
        "text": said[:400],
        "seconds": round(time.monotonic() - began, 1),
        "flags": dict(variant.flags),
        "topology": variant.topology,
        "program": PROGRAM,
        "build": build and int(build[1]),  # of the compiler; MODULE names that of the job
        "date": time.strftime("%Y-%m-%d"),
        **{name: importlib.metadata.version(name) for name in ("jax", "libtpu")},
    }


def outcome(lines: list[str], fits: bool, ended: int | None, limit: float) -> tuple[str, str]:
    """What a compile came to, and the line of its log that says so."""
    short = [line for line in lines if OUT_OF_HBM.search(line)]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b|F\d{4} ", line)]
    if short:
        return "oom", short[-1]
    if fits:
        return "fits", ""
    if ended is None:
        return "timeout", f"not compiled within {limit:g} s"
    return "error", (errors or lines or [f"ended with exit code {ended}"])[-1]


def total_in(dump: Path) -> int | None:
    """The compiler's total of HBM for one device."""
    texts = [read(report) for report in dump.glob("*-memory-usage-report.txt")]
    found = re.search(r"default \(color=0\)\nTotal bytes: (\d+)", "".join(texts))
    return int(found[1]) if found else None


def try_all(todo: list, text: str, known: dict, jobs: int, limit: float) -> None:
    """Tries what is not known yet; each result is kept and told as it comes."""
    left, began = [one for one in todo if one.name not in known], time.monotonic()
    with ThreadPoolExecutor(jobs) as pool, RESULTS.open("a") as file:
        file.write("" if read(RESULTS)[-1:] in ("", "\n") else "\n")  # a line was cut short
        try:
            running = [pool.submit(probe, one, text, limit) for one in left]
            for done, found in enumerate((one.result() for one in as_completed(running)), 1):
                known[found["variant"]] = found
                file.write(json.dumps(found) + "\n")
                file.flush()
                used, spent = found["used_bytes"], time.monotonic() - began
                rest = spent / done * (len(left) - done)
                size = f"{used / 2**30:.2f}G" if used else found["text"]
                after = f" (about {rest:.0f} s left)" if done < len(left) else ""
                say(f"[{done}/{len(left)}] {found['variant']}: {found['result']}, {size}{after}")
        except KeyboardInterrupt:
            STOP.set()
            pool.shutdown(cancel_futures=True)
            raise


def known_results(libtpu: str) -> dict:
    """What RESULTS holds of this program and compiler, without what should be tried again."""
    found = {}
    for line in read(RESULTS).splitlines():
        with contextlib.suppress(ValueError, LookupError):  # a line that was cut short
            one = json.loads(line)
            if (one["program"], one["libtpu"]) != (PROGRAM, libtpu) or one["result"] == "timeout":
                continue
            if (one["variant"], one["result"]) != ("as-it-is", "error"):
                found[one["variant"]] = one
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--time-limit", type=float, default=@LIMIT@, help="seconds for each")
    parser.add_argument("--list", action="store_true", help="only show what would be tried")
    parser.add_argument("--only", action="append", metavar="NAME", help="can be repeated")
    parser.add_argument("--flags", type=json.loads, help="try only these: {name: value}")
    parser.add_argument("--compile", type=json.loads, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.compile:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: do not outlive the script
        options = read(DUMP / MODULE / "compile_options.textproto")
        compile_module(read(Path(given.compile.pop("module"))), options, **given.compile)
        return 0
    if sys.version_info < (3, 10):
        sys.exit(f"This needs Python 3.10 or later, not {sys.version.split()[0]}.")
    try:
        versions = {name: importlib.metadata.version(name) for name in ("jax", "libtpu")}
    except importlib.metadata.PackageNotFoundError as error:
        sys.exit(f"{error.name} is not installed. {INSTALL}")
    release = [int(part) for part in versions["jax"].split(".")[:2]]
    if release < [0, 7]:
        sys.exit(f"jax {versions['jax']} is too old: 0.7 is the first with Shardy. {INSTALL}")
    if release > [0, 10]:
        say(f"Written for jax 0.10, not {versions['jax']}: if it fails, see jax_module.py.")
    hlo = DUMP / f"{MODULE}.before_optimizations.txt"
    try:
        text = read(DUMP / MODULE / "module.mlir") or (from_hlo(read(hlo)) if hlo.exists() else "")
        todo = variants(text)
    except (ValueError, RuntimeError, ImportError, AttributeError) as error:
        why = str(error).split("\n", 1)[0]
        sys.exit(f"The program of {MODULE} in {DUMP} cannot be read ({why}): dump it again.")
    if given.flags is not None:
        one = Variant("flags", flags=tuple(given.flags.items()))
        print(json.dumps(probe(one, text, given.time_limit)))
        return 0
    if given.list:
        print("\n".join(one.name for one in todo))
        return 0
    known = known_results(versions["libtpu"])
    try_all(todo[:1], text, known, 1, given.time_limit)
    base, needed = known["as-it-is"], known["as-it-is"]["used_bytes"]
    if base["result"] not in ("fits", "oom"):
        sys.exit(f"It cannot be compiled as it is, so nothing else was tried: {base['text']}")
    if EXPECTED and needed and abs(needed - EXPECTED) > 0.005 * EXPECTED:
        say(f"The job needed {EXPECTED / 2**30:.2f}G: its compiler or its flags were others.")
    if FAILED and base["result"] == "fits":
        say(f"It fits as it is with libtpu {versions['libtpu']}, so no change was tried.")
        return 0
    if given.only:
        chosen = [one for one in todo if one.name in given.only]
        try_all(chosen, text, known, given.jobs, given.time_limit)
        return 0 if len(chosen) == len(set(given.only)) else sys.exit("--list shows the names.")
    try_all(todo, text, known, given.jobs, given.time_limit)
    helped = [one for one in todo if one.flags and known[one.name]["result"] == "oom"]
    enough = 0.999 * (needed or 0)  # less is no difference
    helped = [one for one in helped if (known[one.name]["used_bytes"] or math.inf) < enough]
    if not any(one.flags and known[one.name]["result"] == "fits" for one in todo):
        pairs = itertools.combinations(helped, 2)
        both = [Variant(f"{a.name} {b.name}", a.remedy, flags=a.flags + b.flags) for a, b in pairs]
        try_all(both, text, known, given.jobs, given.time_limit)
    fits = [name for name, one in known.items() if one["result"] == "fits"]
    say(f"Fits: {', '.join(fits) or 'nothing that was tried'}.")
    say(f"Next: xla-triage probe {DUMP} --read {RESULTS}")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("Stopped. What is known is kept; run it again to go on.")
        sys.exit(130)
