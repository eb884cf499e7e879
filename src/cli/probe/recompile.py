#!/usr/bin/env python3
"""Compiles the program of an XLA dump again and tries changes on it: no TPU, none of your code.

Needs   Linux on x86-64, Python 3.10 or later:  python3 -m pip install jax==0.10.2 libtpu==0.0.42.1
        (written for these; where you can, take the versions of your job, since compilers differ)
Reads   the folder DUMP. If the dump is elsewhere on the machine of this script, change DUMP below.
Writes  @RESULTS@ and __pycache__ beside this script, and temporary files, which it removes.
        Sends nothing anywhere. The program is compiled and never run.
Use     python3 @FILE@ [--jobs 2] [--only NAME]   ctrl-c keeps the results: a rerun goes on
        xla-triage probe DUMP --read @RESULTS@     puts the results into the plan

The program as it is comes first, and should need what the crash needed. Then come donation,
sharding, compiler flags, other chips, and pairs of the flags that helped. Each is compiled in a
process of its own, which ends as soon as memory is assigned: nobody waits for code generation.
"fits" says that the compiler's check of HBM passed; other programs of the job are not counted.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import importlib.metadata
import itertools
import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import jax_module
from jax_module import Program, from_hlo, outcome, read, total_in

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
# Compiler flags of this shell: every try has them too. Its dumps would hide those of this script.
SHELL = {
    name: re.sub(r"--xla_dump_\S+", "", os.environ[name]).strip()
    for name in ("XLA_FLAGS", "LIBTPU_INIT_ARGS", "JAX_MEMORY_FITTING_LEVEL")
    if name in os.environ
}
# No TPU of this machine is looked for or used, libtpu takes no lock and writes no log.
ISOLATION = {"JAX_PLATFORMS": "cpu", "TPU_SKIP_MDS_QUERY": "1", "TPU_LOG_DIR": "disabled"}
ISOLATION["ALLOW_MULTIPLE_LIBTPU_LOAD"] = "1"
# Results of another program are not taken for those of this one.
PROGRAM = {"module": MODULE, "topology": TOPOLOGY, "flags": IN_FORCE}
PROGRAM["shell"] = {name: value for name, value in SHELL.items() if value}
STOP = threading.Event()
say = functools.partial(print, file=sys.stderr, flush=True)


@dataclasses.dataclass(frozen=True)
class Variant:
    """One change of the program, or of how it is compiled."""

    name: str
    remedy: str | None = None
    text: str = ""  # of the module, where it is changed
    flags: tuple[tuple[str, str], ...] = ()
    topology: str = TOPOLOGY


def variants(text: str) -> list[Variant]:
    """Everything to try, the program as it is first. Changes that change nothing are left out."""
    program = Program(text)
    if "shard" in EDITS and program.partitioned and not program.axes:
        say("The program names no mesh (of Shardy), so no sharding is tried.")
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
        job = {"topology": variant.topology, "flags": flags, "dump": str(dump)}
        files = [jax_module.__file__, module, DUMP / MODULE / "compile_options.textproto"]
        command = [sys.executable, *map(str, files), json.dumps(job)]
        with log.open("w") as to:
            pipes = {"stdin": subprocess.DEVNULL, "stdout": to, "stderr": to}
            child = subprocess.Popen(command, **pipes, start_new_session=True)
        try:
            while child.poll() is None and not (fits and used) and not STOP.is_set():
                if time.monotonic() - began > limit:
                    break
                time.sleep(0.1)
                # This file comes when the check of memory has passed, before code generation.
                fits, used = any(dump.glob("*_after_buffer_assignment.txt")), total_in(dump)
        finally:
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


def try_all(todo: list, text: str, known: dict, jobs: int, limit: float) -> None:
    """Tries what is not known yet; each result is kept and told as it comes."""
    left, began = [one for one in todo if one.name not in known], time.monotonic()
    with ThreadPoolExecutor(max(1, jobs)) as pool, RESULTS.open("a") as file:
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
        except BaseException:  # ctrl-c, or a full disk
            STOP.set()
            pool.shutdown(cancel_futures=True)
            raise


def known_results(libtpu: str) -> dict:
    """What RESULTS holds of this program and compiler; errors and timeouts are tried again."""
    found = {}
    for line in read(RESULTS).splitlines():
        with contextlib.suppress(ValueError, LookupError, TypeError):  # a line that was cut short
            one = json.loads(line)
            same = (one["program"], one["libtpu"]) == (PROGRAM, libtpu)
            if same and one["result"] in ("fits", "oom"):
                found[one["variant"]] = one
    return found


def checked_versions() -> dict[str, str]:
    """The versions of jax and libtpu; ends the script where one is missing or too old."""
    if sys.version_info < (3, 10):
        sys.exit(f"This needs Python 3.10 or later, not {sys.version.split()[0]}.")
    try:
        versions = {name: importlib.metadata.version(name) for name in ("jax", "libtpu")}
    except importlib.metadata.PackageNotFoundError as error:
        sys.exit(f"{error.name} is not installed. {INSTALL}")
    release = [int(part) for part in versions["jax"].split(".")[:2]]
    if release < [0, 7]:
        sys.exit(f"jax {versions['jax']} is too old: 0.7 is the first with Shardy. {INSTALL}")
    if release != [0, 10]:
        say(f"Written for jax 0.10, not {versions['jax']}: if it fails, see jax_module.py.")
    return versions


def program_text(jax: str) -> str:
    """The program of the dump as MLIR; ends the script where there is none."""
    mlir, hlo = DUMP / MODULE / "module.mlir", DUMP / f"{MODULE}.before_optimizations.txt"
    if not (mlir.exists() or hlo.exists()):
        sys.exit(f"{MODULE} is not in {DUMP}. If the dump is elsewhere, change DUMP here.")
    try:
        text = read(mlir) or from_hlo(read(hlo))
        Program(text)
    except (ImportError, AttributeError) as error:
        sys.exit(f"jax {jax} cannot read HLO text ({error}). {INSTALL}")
    except (ValueError, RuntimeError) as error:
        why = str(error).split("\n", 1)[0]
        sys.exit(f"The program of {MODULE} in {DUMP} cannot be read ({why}): dump it again.")
    return text


def pairs(todo: list[Variant], known: dict) -> list[Variant]:
    """Every two flags that helped; none where one flag alone was enough."""
    tried = [(one, known[one.name]) for one in todo if one.flags]
    if any(found["result"] == "fits" for _, found in tried):
        return []
    enough = 0.999 * (known["as-it-is"]["used_bytes"] or 0)  # less is no difference
    helped = [one for one, found in tried if (found["used_bytes"] or math.inf) < enough]
    both = itertools.combinations(helped, 2)
    return [Variant(f"{a.name} {b.name}", a.remedy, flags=a.flags + b.flags) for a, b in both]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--time-limit", type=float, default=@LIMIT@, help="seconds for each")
    parser.add_argument("--list", action="store_true", help="only show what would be tried")
    parser.add_argument("--only", action="append", metavar="NAME", help="can be repeated")
    parser.add_argument("--flags", type=json.loads, metavar="JSON", help="only print what they do")
    given = parser.parse_args()
    os.environ.update({**ISOLATION, **SHELL})
    os.environ.pop("TPU_LIBRARY_PATH", None)  # results name the version of the installed libtpu
    versions = checked_versions()
    text = program_text(versions["jax"])
    if given.flags is not None:
        one = Variant("flags", flags=tuple(given.flags.items()))
        print(json.dumps(probe(one, text, given.time_limit)))
        return 0
    todo = variants(text)
    if given.list:
        print("\n".join(one.name for one in todo))
        return 0
    unknown = set(given.only or ()) - {one.name for one in todo}
    if unknown:
        sys.exit(f"There is no {' or '.join(sorted(unknown))}: --list shows the names.")
    known = known_results(versions["libtpu"])
    try_all(todo[:1], text, known, 1, given.time_limit)
    base, needed = known["as-it-is"], known["as-it-is"]["used_bytes"]
    if base["result"] not in ("fits", "oom"):
        sys.exit(f"It cannot be compiled as it is, so nothing else was tried: {base['text']}")
    if EXPECTED and needed and abs(needed - EXPECTED) > 0.005 * EXPECTED:
        say(f"The job needed {EXPECTED / 2**30:.2f}G: its compiler or flags differ from these.")
    if FAILED and base["result"] == "fits":
        say(f"It fits as it is with libtpu {versions['libtpu']}, so no change was tried.")
    else:
        chosen = [one for one in todo if not given.only or one.name in given.only]
        try_all(chosen, text, known, given.jobs, given.time_limit)
        if not given.only:
            try_all(pairs(todo, known), text, known, given.jobs, given.time_limit)
        fits = [name for name, one in known.items() if one["result"] == "fits"]
        say(f"Fits: {', '.join(fits) or 'nothing that was tried'}.")
    say(f"Next: xla-triage probe {shlex.quote(str(DUMP))} --read {shlex.quote(str(RESULTS))}")
    return 0


if __name__ == "__main__":
    for one in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(one) == signal.SIG_DFL:  # nohup ignores the second
            signal.signal(one, signal.default_int_handler)
    try:
        sys.exit(main())
    except OSError as error:  # as of a folder or disk that cannot be written
        sys.exit(f"Stopped: {error}. What is known is kept.")
    except KeyboardInterrupt:
        say("Stopped. What is known is kept; run it again to go on.")
        sys.exit(130)
