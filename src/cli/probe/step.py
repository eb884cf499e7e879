#!/usr/bin/env python3
"""Asks the TPU compiler which changes make a program fit. No TPU is needed, and nothing is run.

  1. On Linux, x86-64, with Python 3.10 or later:  python3 -m pip install jax libtpu
     (in the versions of the failed run, where you can: compilers differ)
  2. Put your step in place of the example in step_and_args().@NEEDED@
  3. python3 @FILE@ > probe.jsonl       one line of JSON for each variant
     xla-triage probe --read probe.jsonl             takes the results into the session

--only NAME tries one variant (can be repeated), --time-limit SECONDS is for each.
Each is compiled in a process of its own: one that aborts or hangs does not stop the others.
LIBTPU_INIT_ARGS and XLA_FLAGS hold for all of them: set them as for the failed run.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import subprocess
import sys
from typing import Any

try:
    import jax
    import jax.numpy as jnp
    import libtpu  # noqa: F401
    import numpy as np
    from jax.experimental import topologies
    from jax.sharding import Mesh, NamedSharding, PartitionSpec as P
except ImportError as error:
    sys.exit(f"{error}. Install with: python3 -m pip install jax libtpu")

TOPOLOGY = "@TOPOLOGY@"  # chip and layout of the failed run, as in v5e:4x4
TIME_LIMIT = @LIMIT@  # seconds for each variant
UNCHANGED = 3  # exit code where a variant does not change the program


@dataclasses.dataclass(frozen=True)
class Variant:
    """One change. Your step makes it where it reads the field; the last three are made below."""

    name: str
    remedy: str | None = None
    batch: float = 1  # times your batch
    sequence: float = 1  # times your sequence
# @training
    micro_batches: int = 1
    remat: str | None = None  # a policy of jax.checkpoint_policies
# @end
    bf16: bool = False  # bfloat16 for what is float32 now
    shard: bool = False  # parameters are divided over the devices
    own: str = ""  # any other change, under a name of yours
    donate: bool = False
    topology: str = TOPOLOGY
    options: dict[str, Any] = dataclasses.field(default_factory=dict)  # of the compiler


AS_IT_IS = Variant("as-it-is")
# In the order of the plan. What the evidence speaks against is a comment: uncomment it to try it.
VARIANTS = [
    AS_IT_IS,
@VARIANTS@
]
FLAGS: list[tuple[str, str, Any]] = @FLAGS@
VARIANTS += [Variant(f"{name}={value}", of, options={name: value}) for of, name, value in FLAGS]
BY_NAME = {variant.name: variant for variant in VARIANTS}


def step_and_args(variant: Variant, devices: np.ndarray):
# @training
    """EDIT THIS. One step, its arguments as shapes with shardings, the numbers of those to donate.

    A step that is a jax.jit() already is compiled with its own donation and shardings.
    """
# @forward
    """EDIT THIS. One call, its arguments as shapes with shardings, the numbers of those to donate.

    A function that is a jax.jit() already is compiled with its own donation and shardings.
    """
# @end
    mesh = Mesh(devices, ("data",))
    batch, width, layers = int(262144 * variant.batch), 4096, 24
    dtype = jnp.bfloat16 if variant.bf16 else jnp.float32

    def array(shape, *spec):
        return jax.ShapeDtypeStruct(shape, dtype, sharding=NamedSharding(mesh, P(*spec)))

    def layer(x, w):
        return jnp.tanh(x @ w), None

# @training
    def loss(params, x):
        y, _ = jax.lax.scan(checkpointed(layer, variant), x, params)
        return jnp.mean(y.astype(jnp.float32) ** 2)

    def step(params, x):
        grads = accumulated(jax.grad(loss), variant)(params, x)
        return jax.tree.map(lambda p, g: p - 0.001 * g.astype(p.dtype), params, grads)
# @forward
    def forward(params, x):
        y, _ = jax.lax.scan(layer, x, params)
        return y
# @end

    params = array((layers, width, width), None, "data" if variant.shard else None)
# @training
    return step, (params, array((batch, width), "data")), (0,)
# @forward
    return forward, (params, array((batch, width), "data")), (1,)
# @training


def checkpointed(body, variant: Variant):
    """The body of a layer, computed again in the backward pass where the variant says so."""
    if variant.remat is None:
        return body
    policy = getattr(jax.checkpoint_policies, variant.remat)
    return jax.checkpoint(body, policy=policy, prevent_cse=False)


def accumulated(grad, variant: Variant):
    """grad(params, batch), averaged over micro-batches; each takes every n-th example."""
    n = variant.micro_batches
    if n == 1:
        return grad

    def split(a):
        return jnp.moveaxis(a.reshape(a.shape[0] // n, n, *a.shape[1:]), 1, 0)

    def mean(params, batch):
        def add(total, part):
            return jax.tree.map(jnp.add, total, grad(params, part)), None

        zeros = jax.tree.map(jnp.zeros_like, params)
        total, _ = jax.lax.scan(add, zeros, jax.tree.map(split, batch))
        return jax.tree.map(lambda g: g / n, total)

    return mean


# @end
def lowered(variant: Variant, devices: np.ndarray):
    step, args, donated = step_and_args(variant, devices)
    if variant.donate or not hasattr(step, "lower"):
        step = jax.jit(step, donate_argnums=donated if variant.donate else ())
    return step.lower(*args)


def compile_one(variant: Variant) -> tuple[int, str]:
    """The bytes of HBM that a variant needs on each device, and for what; raises if it fails."""
    v4 = {"chip_config_name": "megacore", "chips_per_host_bounds": (2, 2, 1)}
    extra = v4 if variant.topology.startswith("v4") else {}
    topology = topologies.get_topology_desc(variant.topology, platform="tpu", **extra)
    devices = np.array(topology.devices)
    program = lowered(variant, devices)
    same_compile = variant.topology == TOPOLOGY and not variant.options
    if same_compile and variant is not AS_IT_IS:
        if program.as_text() == lowered(AS_IT_IS, devices).as_text():
            sys.exit(UNCHANGED)
    memory = program.compile(compiler_options=variant.options).memory_analysis()
    parts = {
        "arguments": memory.argument_size_in_bytes,
        "outputs": memory.output_size_in_bytes - memory.alias_size_in_bytes,
        "temporaries": memory.temp_size_in_bytes,
    }
    text = ", ".join(f"{name} {size / 2**30:.2f}G" for name, size in parts.items())
    peak = getattr(memory, "peak_memory_in_bytes", 0) or sum(parts.values())
    return peak, f"{text}, on each of {len(devices)} devices"


def probe(variant: Variant, limit: float) -> dict[str, Any]:
    """Compiles a variant in a process of its own; what it says becomes one line of results."""

    def found(result: str, used: int | None, text: str) -> dict[str, Any]:
        head = {"schema": "xla-triage.probe/1", "variant": variant.name, "remedy": variant.remedy}
        return {**head, "result": result, "used_bytes": used, "text": text[:400]}

    command = [sys.executable, os.path.abspath(__file__), "--compile", variant.name]
    # No device is used, no cloud machine is asked, and another program may hold libtpu.
    alone = {"TPU_SKIP_MDS_QUERY": "1", "ALLOW_MULTIPLE_LIBTPU_LOAD": "1"}
    env = {**os.environ, "JAX_PLATFORMS": "cpu", **alone}
    pipes = {"capture_output": True, "text": True, "errors": "replace"}
    try:
        done = subprocess.run(command, **pipes, env=env, timeout=limit)
    except subprocess.TimeoutExpired:
        return found("timeout", None, f"not compiled within {limit:g} s")
    if done.returncode == UNCHANGED:
        return found("skipped", None, "nothing changes: step_and_args does not read this variant")
    if done.returncode == 0 and done.stdout.strip():
        return found("fits", *json.loads(done.stdout.splitlines()[-1]))
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    hbm = r"Ran out of memory (?:on HBM|in memory space hbm)|Exceeded hbm capacity"
    memory = [line for line in lines if re.search(hbm, line)]
    if memory:
        size = re.search(r"(?:Used |temporaries \()([\d.]+)([KMGT]?)", memory[-1])
        used = round(float(size[1]) * 1024 ** "_KMGT".index(size[2] or "_")) if size else None
        return found("oom", used, memory[-1])
    print(done.stderr[max(0, done.stderr.rfind("Traceback")):][-4000:], file=sys.stderr)
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    killed = " (killed: this machine may lack memory)" if done.returncode == -9 else ""
    return found("error", None, errors[-1] if errors else f"ended with {done.returncode}{killed}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=BY_NAME, metavar="NAME")
    parser.add_argument("--time-limit", type=float, default=TIME_LIMIT, metavar="SECONDS")
    parser.add_argument("--compile", choices=BY_NAME, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.compile:
        print("\n" + json.dumps(compile_one(BY_NAME[given.compile])))
        return 0
    for name in given.only or BY_NAME:
        found = probe(BY_NAME[name], given.time_limit)
        print(json.dumps(found), flush=True)
        used = found["used_bytes"]
        said = f"{used / 2**30:.2f}G" if used else found["text"]
        print(f"{name}: {found['result']}, {said}", file=sys.stderr, flush=True)
        if name == AS_IT_IS.name and found["result"] != "oom":
            print("It should run out of HBM as the run did: check step_and_args.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
