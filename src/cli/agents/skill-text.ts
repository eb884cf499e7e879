/** A SKILL.md for coding agents: when to use the program, how, and what never to do. */
export const SKILL = `---
name: xla-triage
description: Diagnose crashes of TPU jobs (XLA/JAX/PyTorch-XLA out of memory, E0100, E0101, E0102, E1000, E1001, layout mismatches) from their logs, and follow a remediation plan. Use it when a TPU job died, before changing code or flags.
---

# Diagnose a crashed TPU job

## Steps

1. Save the whole output of the job to files, one for each host. Do not cut it: the list of buffers comes after the error.
2. Run \`xla-triage diagnose LOG...\` with all hosts of one job in one call. Read the headline, the first restart and its steps.
3. If the report names an open question, run \`xla-triage diagnose --format json LOG...\` and look at \`incidents[].questions\` for \`"by": "open"\`.
   Answer it from the code or the configuration if you can, or ask the user: write \`question-id: option-id\` to a file and pass it with \`--answers FILE\`.
   An answer can open another question: run it again until none is open. Where nobody knows, go on with the plan: it is made for what is not known, and \`unsure\` does not change it.
4. Carry out the first restart only: "Do this first" and "In the same restart" (JSON: \`plan.restarts[0]\`, and \`knob\` or \`edit\` of each remedy).
   \`xla-triage explain REMEDY\` shows how for each framework. Compare each step with the code first. Where the code does it already, it has no
   effect, and the reason is the bug: a sharding rule that matches no name, a donated buffer that is returned in another type, a flag that another overrides.
5. Check what the report says under "Watch" in the log of the next run. If it fails again, run \`xla-triage compare OLD.log NEW.log\`, then go on from step 2 with the new log.

## Other commands

| command | for |
| --- | --- |
| \`xla-triage explain NAME\` | any code, remedy, flag, question or term |
| \`xla-triage check-flags LOG\` or \`'LIBTPU_INIT_ARGS=--name=value'\` | whether flags exist, are accepted, in the right place, harmful |
| \`xla-triage shape 'bf16[8,128]{1,0}'\` | bytes and padding; two shapes: why they differ |
| \`xla-triage what-if DUMP batch=1/2 remat\` | what the program would need after a change |
| \`xla-triage probe DUMP\` | a script that asks the TPU compiler, without a TPU, which remedies fit |
| \`xla-triage tune --log LOG\` | flags, one change at a time |
| \`xla-triage diagnose --each LOG...\` | one record for each of many jobs |
| \`xla-triage mcp\` | the same as tools of the Model Context Protocol |

## Exit codes

0 diagnosed; 1 nothing recognised (pass the whole log, of all hosts); 2 bad usage or unreadable input; 3 not a failure of XLA:TPU (the report says whose).
\`xla-triage run -- CMD\` ends with the code of CMD.

## Rules

- Never invent a flag, and never put a TPU flag into XLA_FLAGS: that aborts the process. Use only flags that \`explain\` or \`check-flags\` knows.
- Change what the plan names, from the value it names to the value it names. One restart at a time.
- Do not lower the batch or the sequence before the steps that keep the results, unless the plan says so or the user wants it.
- A remedy that is "ruled out" has a reason in the user's own figures: do not try it.
- A size in the report is a measured or estimated range; do not present it as exact.
`;
