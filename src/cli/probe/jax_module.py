"""A JAX program as MLIR text: edits its shardings and donation, compiles it for a TPU, and reads
what the compiler left.

The text is what JAX dumps as module.mlir, or what lowered.as_text() prints. MLIR prints the
signature of main on one line, and only that line is edited. Only compile_module and from_hlo
need jax. Both use interfaces internal to it, which may change: written for jax 0.10.2.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import signal
import sys
from pathlib import Path

TYPE = re.compile(r"tensor<((?:\d+x)*)([a-z]+)(\d+)(\w*)>")
SHARDING = re.compile(r"(#sdy\.sharding<@\w+, \[)(.*?)\](?:, replicated=\{[^}]*\})?>")
DONATED = re.compile(r"jax\.buffer_donor|tf\.aliasing_output")
INPUT = re.compile(r'loc\("(batch|inputs?|x|tok\w*|data|images?|labels?|feat\w*|mask)\b', re.I)
OUT_OF_HBM = re.compile(r"Ran out of memory (on HBM|in memory space hbm)|Exceeded hbm capacity")
SMALLEST = 1 << 20  # bytes of an array that is worth sharding


class Program:
    """A module, its arguments and results as pieces of text, and the axes of its mesh.

    Raises ValueError where there is no main, as in a file that was cut short.
    """

    def __init__(self, text: str):
        start = text.find("@main(")
        end = text.find("\n", start)
        if start < 0 or end < 0:
            raise ValueError("it has no main function, or only its beginning")
        arguments, _, results = text[start:end].partition(") -> ")
        self.before, self.after = text[:start], text[end:]
        self.arguments = re.split(r"(?=%arg\d+: )", arguments)
        self.results = re.split(r"(?=tensor<)", results)
        mesh = re.search(r'(?:sdy\.mesh @|xla\.sdy\.meshes = "\{)(\w+) = .*?<\[(.*?)\]', text)
        axes = re.findall(r'(?:"|\\22)(\w+)(?:"|\\22)\s*=\s*(\d+)', mesh[2] if mesh else "")
        self.mesh, self.axes = mesh and mesh[1], {axis: int(n) for axis, n in axes if n != "1"}
        self.partitioned = not re.search(r"num_partitions = 1\b", text)

    def text(self, arguments: list, results: list) -> str:
        return "".join([self.before, *arguments, ") -> ", *results, self.after])

    def sharded(self, axis: str, part: float) -> str:
        """Divides parameters and state over an axis, the largest up to `part` of their bytes.

        State is every large argument that is not called like an input. What an axis divides
        already stays as it is.
        """
        arguments, results, to, seen = [*self.arguments], [*self.results], {}, 0.0
        large = [at for at, one in enumerate(arguments) if bytes_of(one) >= SMALLEST]
        state = [at for at in large if not INPUT.search(arguments[at])]
        whole = sum(bytes_of(arguments[at]) for at in state)
        for at in sorted(state, key=lambda at: -bytes_of(self.arguments[at])):
            if seen < part * whole:
                seen += bytes_of(arguments[at])
                arguments[at] = self.divided(arguments[at], axis)
                to[type_of(arguments[at])] = SHARDING.search(arguments[at])
        for at, one in enumerate(results):  # those with shardings of their own follow
            own, new = SHARDING.search(one), to.get(type_of(one))
            results[at] = one.replace(own[0], new[0]) if own and new else one
        return self.text(arguments, results)

    def divided(self, argument: str, axis: str) -> str:
        """An argument with its longest free dimension divided, or as it was if none can be."""
        extents = [int(extent) for extent in type_of(argument).split("x")[:-1]]
        own = SHARDING.search(argument)
        dims = re.findall(r"\{([^{}]*)\}", own[2]) if own else [""] * len(extents)
        divisible = [at for at, extent in enumerate(extents) if extent % self.axes[axis] == 0]
        free = [at for at in divisible if len(dims) == len(extents) and dims[at] in ("", "?")]
        if not free or (own and re.search(rf"\b{axis}\b", own[2])):
            return argument
        quote = r"\22" if "xla.sdy.sharding" in argument else '"'
        dims[max(free, key=lambda at: extents[at])] = f"{quote}{axis}{quote}"
        listed = ", ".join(f"{{{dim}}}" for dim in dims)
        if own:
            return argument.replace(own[0], f"{own[1]}{listed}]>")
        return with_attribute(argument, f"sdy.sharding = #sdy.sharding<@{self.mesh}, [{listed}]>")

    def donated(self) -> str:
        """Offers every argument for which a result of its type is left, as donate_argnums does.

        Where there are several partitions the compiler pairs them itself.
        """
        left, offered = [type_of(one) for one in self.results], [*self.arguments]
        for at, one in sorted(enumerate(offered), key=lambda pair: not DONATED.search(pair[1])):
            if type_of(one) and type_of(one) in left:
                result = left.index(type_of(one))
                left[result] = ""
                alias = f"tf.aliasing_output = {result - 1} : i32"
                donor = "jax.buffer_donor = true" if self.partitioned else alias
                offered[at] = one if DONATED.search(one) else with_attribute(one, donor)
        return self.text(offered, self.results)


def type_of(piece: str) -> str:
    """`16x4096xf32`; empty where the piece is no plain array."""
    kind = TYPE.search(piece)
    return "".join(kind.groups()) if kind else ""


def bytes_of(piece: str) -> float:
    kind = TYPE.search(piece)
    return math.prod(map(int, kind[1].split("x")[:-1])) * int(kind[3]) / 8 if kind else 0


def with_attribute(piece: str, attribute: str) -> str:
    end = piece.index(">") + 1
    rest = f", {piece[end + 2:]}" if piece[end:].startswith(" {") else f"}}{piece[end:]}"
    return f"{piece[:end]} {{{attribute}{rest}"


def compile_module(text: str, given: str, topology: str, flags: dict, dump: str) -> None:
    """Compiles a module for a topology, with no TPU; raises what the compiler says if it fails.

    `given` is the compile_options.textproto of the job, empty if none; `flags` outrank it.
    """
    import numpy as np
    from jax._src import compiler
    from jax._src.interpreters import mlir
    from jax._src.lib import xla_client
    from jax._src.lib.mlir import ir
    from jax.experimental import topologies

    # A device of v4 is both cores of a chip.
    v4 = {"chip_config_name": "megacore", "chips_per_host_bounds": (2, 2, 1)}
    extra = v4 if topology.startswith("v4:") else {}
    devices = topologies.get_topology_desc(topology, platform="tpu", **extra).devices
    counts = [re.search(rf"num_{kind} = (\d+)", text) for kind in ("replicas", "partitions")]
    grid = [int(count[1]) if count else 1 for count in counts]
    own = re.findall(r'_overrides \{\s*key: "(\w+)"\s*value \{\s*\w+: "?([^"\n]*)', given)
    options = {**dict(own), **flags, "xla_dump_to": dump}  # the last of a name counts
    if "memory_fitting_level" in options:  # the one option that is no text
        options["memory_fitting_level"] = int(options["memory_fitting_level"])
    chosen = devices[: math.prod(grid)]
    if len(chosen) < math.prod(grid):
        needs = f"the program is for {math.prod(grid)}"
        raise ValueError(f"{topology} has {len(chosen)} devices, {needs}")
    ids = np.array([device.id for device in chosen]).reshape(grid)
    used = compiler.get_compile_options(*grid, ids, env_options_overrides=options)
    build = used.executable_build_options
    build.use_shardy_partitioner = "sdy." in text and "use_shardy_partitioner: false" not in given
    for what, otherwise in (("parameters", False), ("output", True)):
        spread = re.findall(rf"propagation_to_{what}: (\w+)", given)
        spread = [word == "true" for word in spread] or [otherwise]
        setattr(build, f"allow_spmd_sharding_propagation_to_{what}", spread)
    on = xla_client.DeviceList(tuple(chosen))
    with mlir.make_ir_context():
        parsed = ir.Module.parse(text)
        devices[0].client.compile(parsed, executable_devices=on, compile_options=used)


def from_hlo(hlo: str) -> str:
    """The MLIR of HLO text, for dumps without MLIR.

    The conversion loses the number of partitions and what was donated: both are in the first line.
    """
    from jax._src.interpreters import mlir
    from jax._src.lib.mlir import ir
    from jaxlib import _hlo, _jax

    proto = _hlo.hlo_module_from_text(hlo).as_serialized_hlo_module_proto()
    with mlir.make_ir_context():
        parsed = ir.Module.parse(_jax.mlir.hlo_to_stablehlo(proto))
        text = parsed.operation.get_asm(enable_debug_info=True)
    head = hlo.split("\n", 1)[0]
    parts = re.search(r"num_partitions=(\d+)", head)
    count = f" attributes {{mhlo.num_partitions = {parts[1] if parts else 1} : i32, "
    program = Program(text.replace(" attributes {", count, 1))
    donors = re.search(r"buffer_donor=\{ (.*?) \}", head)
    for at in re.findall(r"\((\d+), \{\}\)", donors[1] if donors else ""):
        one = program.arguments[int(at) + 1]
        program.arguments[int(at) + 1] = with_attribute(one, "jax.buffer_donor = true")
    return program.text(program.arguments, program.results)


def read(path: Path) -> str:
    """The text of a file; empty where there is none."""
    return path.read_text(errors="replace") if path.exists() else ""


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
    if ended == -signal.SIGKILL:
        return "error", "killed: this machine is probably out of memory (fewer --jobs need less)"
    return "error", (errors or lines or [f"ended with exit code {ended}"])[-1]


def total_in(dump: Path) -> int | None:
    """The compiler's total of HBM for one device."""
    texts = [read(report) for report in dump.glob("*-memory-usage-report.txt")]
    found = re.search(r"default \(color=0\)\nTotal bytes: (\d+)\s", "".join(texts))
    return int(found[1]) if found else None


if __name__ == "__main__":  # one compile, in a process of its own: MODULE OPTIONS ARGUMENTS
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: ends with recompile.py
    compile_module(read(Path(sys.argv[1])), read(Path(sys.argv[2])), **json.loads(sys.argv[3]))
