import type {Scaffold} from './scaffold.js';

/** A drill with its own log and one question. */
export function newDrill(name: string): Scaffold {
	if (!/^[a-z][a-z0-9-]*$/.test(name))
		return {problem: `${name} is no name of a drill: use small letters, digits and "-".`};
	return {
		files: [
			{path: `content/drills/${name}.log`, text: LOG},
			{path: `content/drills/${name}.yaml`, text: DRILL},
		],
		next: [
			`Compose a log whose figures follow by arithmetic, and put it in content/drills/${name}.log; content/drills/README.md says how.`,
			`Ask what its lines decide; three answers at least, one of them right.`,
			`Try it: xla-triage practice ${name}`,
		],
	};
}

const LOG = `Traceback (most recent call last):
  File "/home/user/train.py", line 88, in <module>
    state = jax.device_put(state)
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0100: RuntimeBufferAllocationFailure: Error allocating device buffer: Attempting to allocate 512.00M. That was not possible. There are 500.25M free.; (0x0x0_HBM0)
`;

const DRILL = `title: Say in a few words what it is about
level: 1
story: What a colleague would say while handing over the log.
page: codes/E0100
lesson: What to take away.
questions:
  - id: room
    topic: runtime
    ask: Was there room for the buffer?
    hints: [Compare the two sizes of the message.]
    options:
      - label: 'No: less was free than was asked for'
        right: true
        holds: request.size > request.free
        because: 512.00M was asked for and 500.25M was free.
        at: Attempting to allocate 512.00M
      - label: 'Yes, but not in one piece'
        holds: request.size <= request.free
        because: That needs as much free memory as was asked for.
      - label: 'This message does not show it'
        because: Both sizes are printed.
`;
