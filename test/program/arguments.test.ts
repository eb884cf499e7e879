import {expect, it} from 'vitest';
import {programOf} from './made-program.js';

const argument = (name: string, shape: string, number: number, sharding: string): string =>
	`  %p${number} = ${shape} parameter(${number}), sharding={${sharding}}, metadata={op_name="${name.replaceAll("'", "\\'")}"}`;

/** Uses of the arguments of a training step that returns its first three. */
function usesOf(paths: readonly string[], weights: string): Readonly<Record<string, string>> {
	const [w = '', m = '', v = '', x = ''] = paths;
	const shape = 'f32[32,64]{1,0}';
	const {arguments: found} = programOf({
		'before_optimizations.txt': [
			'HloModule jit_step, num_partitions=4',
			'',
			'ENTRY %main () -> () {',
			...[w, m, v].map((name, number) => argument(name, shape, number, weights)),
			argument(x, 'f32[128,32]{1,0}', 3, 'devices=[4,1]<=[4]'),
			'  %y = f32[128,64]{1,0} dot(%p3, %p0), lhs_contracting_dims={1}, rhs_contracting_dims={0}',
			`  %n = ${shape} add(%p1, %p2)`,
			`  ROOT %out = (${shape}, ${shape}, ${shape}) tuple(%n, %n, %n)`,
			'}',
			'',
		].join('\n'),
	});
	return Object.fromEntries(found.map(({name, use}) => [name, use]));
}

const PATHS = ["params['w']", "moments[0]['w']", "moments[1]['w']", "tasks['support']"];

it('what has the path of a parameter and is returned is its state, and what alone is divided is data', () => {
	expect(Object.values(usesOf(PATHS, 'replicated'))).toEqual(['parameter', 'state', 'state', 'input']);
});

it('what is divided as the parameters are is not known to be data', () => {
	expect(usesOf(PATHS, 'devices=[4,1]<=[4]')["tasks['support']"]).toBe('parameter');
});
