/** The script with which users prove remedies on their own program. It is theirs from then on: small, plain, without us. */
import {TOPOLOGIES, type Variant} from './variants.js';

export interface ProbeOptions {
	readonly chip: string;
	/** Name of the file, for its own help. */
	readonly file: string;
	/** Seconds that one variant may take. */
	readonly timeLimit: number;
}

/** The whole script, ready to be saved. */
export function probeScript(variants: readonly Variant[], {chip, file, timeLimit}: ProbeOptions): string {
	const changes = variants.filter(({flag}) => !flag).map(variantLine);
	const flags = variants.flatMap(({remedy, flag}) =>
		flag && remedy !== undefined ? [`    (${quoted(remedy)}, ${quoted(flag.name)}, ${flag.value}),`] : [],
	);
	return SCRIPT.replaceAll('@FILE@', file)
		.replace('@TOPOLOGY@', TOPOLOGIES[chip] ?? chip)
		.replace('@LIMIT@', String(timeLimit))
		.replace('@VARIANTS@', () => changes.join('\n'))
		.replace('@FLAGS@', () => (flags.length > 0 ? `[\n${flags.join('\n')}\n]` : '[]'));
}

function variantLine({name, remedy, python}: Variant): string {
	const given = remedy === undefined ? '' : `, remedy=${quoted(remedy)}`;
	return `    Variant(${quoted(name)}${given}${python === '' ? '' : `, ${python}`}),`;
}

function quoted(text: string): string {
	return JSON.stringify(text);
}

const SCRIPT = String.raw`#!/usr/bin/env python3
"""Asks the TPU compiler which changes make a program fit. No TPU is needed, and nothing is run.

  1. On a Linux machine with an x86-64 processor:  python3 -m pip install jax libtpu
  2. Put your step in place of the example in step_and_args() below.
  3. python3 @FILE@ > probe.jsonl       one line of JSON for each variant
     xla-triage probe --read probe.jsonl             takes the results into the session

--only NAME tries one variant (can be repeated), --time-limit SECONDS is for each.
Every variant is compiled in a process of its own, so that one that aborts or hangs does not stop the others.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import os
import re
import subprocess
import sys
from typing import Any, Callable, Mapping

TOPOLOGY = "@TOPOLOGY@"  # as in v5e:4x4; a larger one gives more devices
TIME_LIMIT = @LIMIT@  # seconds for each variant
READ: set[str] = set()  # what the step has asked its variant for


@dataclasses.dataclass(frozen=True)
class Variant:
    """One change of the program. What it says is done below, or by your step where it reads it."""

    name: str
    remedy: str | None = None
    topology: str = TOPOLOGY
    batch: float = 1.0  # times your batch
    sequence: float = 1.0  # times your sequence
    micro_batches: int = 1
    remat: str | None = None  # name of a policy in jax.checkpoint_policies
    bf16: bool = False  # arguments of 32-bit floats are passed as bfloat16
    donate: bool = False  # the arguments named by step_and_args are donated
    options: Mapping[str, str | int | float | bool] = dataclasses.field(default_factory=dict)

    def __getattribute__(self, name: str) -> Any:
        READ.add(name)
        return object.__getattribute__(self, name)


VARIANTS = [
@VARIANTS@
]
FLAGS: list[tuple[str, str, Any]] = @FLAGS@
VARIANTS += [Variant(f"{flag}={value}", remedy=remedy, options={flag: value}) for remedy, flag, value in FLAGS]
BY_NAME = {variant.name: variant for variant in VARIANTS}


def step_and_args(variant: Variant, mesh: Any) -> tuple[Callable[..., Any], tuple[Any, ...], tuple[int, ...]]:
    """EDIT THIS. Returns one step, its arguments as shapes with shardings, and which of them may be donated.

    Read variant.batch and variant.sequence for the shapes, wrap the body of a layer in checkpointed(),
    and the gradient in accumulated(); the rest of a variant is done for you.
    """
    import jax
    import jax.numpy as jnp
    from jax.sharding import NamedSharding, PartitionSpec as P

    batch, width, layers = int(262144 * variant.batch), 4096, 24

    def array(shape: tuple[int, ...], spec: P, dtype: Any = jnp.float32) -> Any:
        return jax.ShapeDtypeStruct(shape, dtype, sharding=NamedSharding(mesh, spec))

    def layer(x: Any, w: Any) -> Any:
        return jnp.tanh(x @ w), None

    def loss(params: Any, x: Any) -> Any:
        y, _ = jax.lax.scan(checkpointed(layer, variant), x, params)
        return jnp.mean(y.astype(jnp.float32) ** 2)

    def step(params: Any, x: Any) -> Any:
        grads = accumulated(jax.grad(loss), variant)(params, x)
        return jax.tree.map(lambda p, g: p - 0.001 * g.astype(p.dtype), params, grads)

    return step, (array((layers, width, width), P()), array((batch, width), P("data"))), (0,)


def checkpointed(body: Callable[..., Any], variant: Variant) -> Callable[..., Any]:
    """The body of a layer, computed again in the backward pass where the variant says so."""
    import jax

    if variant.remat is None:
        return body
    return jax.checkpoint(body, policy=getattr(jax.checkpoint_policies, variant.remat), prevent_cse=False)


def accumulated(grad: Callable[..., Any], variant: Variant) -> Callable[..., Any]:
    """grad(params, batch) as a mean over micro-batches; each takes every n-th example, so that shardings stay."""
    import jax
    import jax.numpy as jnp

    n = variant.micro_batches
    if n == 1:
        return grad

    def split(a: Any) -> Any:
        return jnp.moveaxis(a.reshape(a.shape[0] // n, n, *a.shape[1:]), 1, 0)

    def mean(params: Any, batch: Any) -> Any:
        def add(total: Any, part: Any) -> Any:
            return jax.tree.map(jnp.add, total, grad(params, part)), None

        total, _ = jax.lax.scan(add, jax.tree.map(jnp.zeros_like, params), jax.tree.map(split, batch))
        return jax.tree.map(lambda g: g / n, total)

    return mean


def compile_one(variant: Variant) -> int:
    """Compiles one variant and returns the bytes of HBM that it needs on a device; raises where it does not fit."""
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    os.environ.setdefault("TPU_SKIP_MDS_QUERY", "1")  # there is no cloud machine to ask about
    import jax
    import jax.numpy as jnp
    import numpy as np
    from jax.experimental import topologies

    v4 = {"chip_config_name": "megacore", "chips_per_host_bounds": (2, 2, 1)}
    extra = v4 if variant.topology.startswith("v4") else {}
    topology = topologies.get_topology_desc(platform="tpu", topology_name=variant.topology, **extra)
    mesh = jax.sharding.Mesh(np.array(topology.devices), ("data",))
    READ.clear()
    step, args, donated = step_and_args(variant, mesh)
    if variant.bf16:
        args = jax.tree.map(lambda a: a.update(dtype=jnp.bfloat16) if a.dtype == jnp.float32 else a, args)
    jitted = jax.jit(step, donate_argnums=donated if variant.donate else ())
    lowered = jitted.lower(*args)
    for name, unchanged in {"batch": 1.0, "sequence": 1.0, "micro_batches": 1, "remat": None}.items():
        if name not in READ and getattr(variant, name) != unchanged:
            raise ValueError(f"step_and_args does not read variant.{name}, so nothing would change")
    memory = lowered.compile(compiler_options=dict(variant.options)).memory_analysis()
    sizes = memory.argument_size_in_bytes + memory.output_size_in_bytes + memory.temp_size_in_bytes
    return sizes - memory.alias_size_in_bytes + memory.generated_code_size_in_bytes


def probe(variant: Variant, limit: float) -> dict[str, Any]:
    """Compiles a variant in a process of its own; what it says becomes one line of results."""
    found = {"schema": "xla-triage.probe/1", "variant": variant.name, "remedy": variant.remedy}
    command = [sys.executable, os.path.abspath(__file__), "--compile", variant.name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=limit)
    except subprocess.TimeoutExpired:
        return {**found, "result": "timeout", "used_bytes": None, "text": f"not compiled within {limit:g} s"}
    lines = (done.stdout + "\n" + done.stderr).splitlines()
    if done.returncode == 0 and done.stdout.strip():
        return {**found, "result": "fits", "used_bytes": int(done.stdout.split()[-1]), "text": "compiled"}
    memory = [line for line in lines if re.search(r"Ran out of memory|Exceeded \w+ capacity", line)]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    text = ((memory or errors or lines)[-1].strip() or f"ended with {done.returncode}")[:400]
    used = re.search(r"Used ([\d.]+)([KMGT]?) of|temporaries \(([\d.]+)([KMGT]?)\)", text)
    number, unit = [part for part in used.groups() if part is not None] if used else ("0", "")
    needed = int(float(number) * 1024 ** " KMGT".index(unit or " ")) if used else None
    return {**found, "result": "oom" if memory else "error", "used_bytes": needed, "text": text}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=BY_NAME, metavar="NAME", help="try only this variant")
    parser.add_argument("--time-limit", type=float, default=TIME_LIMIT, metavar="SECONDS")
    parser.add_argument("--compile", choices=BY_NAME, help=argparse.SUPPRESS)
    given = parser.parse_args()
    missing = [name for name in ("jax", "libtpu") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"{' and '.join(missing)} not found. Install with: python3 -m pip install jax libtpu", file=sys.stderr)
        return 2
    if given.compile:
        print(compile_one(BY_NAME[given.compile]))
        return 0
    for name in given.only or BY_NAME:
        print(f"{name} ...", file=sys.stderr, flush=True)
        print(json.dumps(probe(BY_NAME[name], given.time_limit)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
`;
