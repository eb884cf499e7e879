import {describe, expect, it} from 'vitest';
import {acceptanceOf, type Channel} from '../../src/plan/flag-acceptance.js';
import {flagCommand} from '../../src/plan/flag-command.js';
import {filesOf, projectPlaybook, ROOT} from '../playbook/folder.js';

const files = filesOf(ROOT);
const playbook = projectPlaybook();
const {flags} = playbook;

interface Command {
	readonly at: string;
	readonly channel: Channel;
	readonly name: string;
	readonly value: string;
}

/** Every setting in a command: `LIBTPU_INIT_ARGS="--a=b --c=d"`, `XLA_FLAGS=--a=b`, `compiler_options={"a": 1}`. */
function commandsIn(file: string, text: string): readonly Command[] {
	return text.split('\n').flatMap((line, index): readonly Command[] => {
		const at = `${file}:${index + 1}`;
		const variables = [...line.matchAll(/\b(LIBTPU_INIT_ARGS|XLA_FLAGS)=(?:"([^"]*)"|'([^']*)'|(--[^\s`;]+))/g)];
		const inVariables = variables.flatMap(([, channel, ...values]) =>
			[...values.join('').matchAll(/--(\w+)(?:=(\S+))?/g)].map(([, name = '', value = 'true']) => ({
				at,
				channel: channel as Channel,
				name,
				value,
			})),
		);
		const options = [...line.matchAll(/compiler_options=\{([^}]*)\}/g)];
		const inOptions = options.flatMap(([, inside = '']) =>
			[...inside.matchAll(/"(\w+)":\s*("[^"]*"|[\w.+-]+)/g)].map(([, name = '', value = '']) => ({
				at,
				channel: 'compiler_options' as const,
				name,
				value: value.replaceAll('"', '').replace(/^(True|False)$/, (word) => word.toLowerCase()),
			})),
		);
		return [...inVariables, ...inOptions];
	});
}

// The table itself shows the forms with made-up names.
const commands = files
	.filter((file) => file.path !== 'content/flags.yaml')
	.flatMap((file) => commandsIn(file.path, file.text))
	.filter((one) => !/[$…]|^\w*\*/.test(one.value));

describe('commands that pages and flows tell to type', () => {
	it('are found', () => {
		expect(commands.length).toBeGreaterThan(10);
		expect(new Set(commands.map((one) => one.channel))).toEqual(
			new Set(['LIBTPU_INIT_ARGS', 'XLA_FLAGS', 'compiler_options']),
		);
	});

	it.each(commands)('$at: $name=$value in $channel', ({channel, name, value}) => {
		const acceptance = acceptanceOf({name, value: value === 'DIR' ? '/tmp/x' : value}, flags);
		expect(acceptance).toMatchObject({ok: true});
		if (acceptance.ok) expect(acceptance.flag.channels).toContain(channel);
	});
});

describe('flags that remedies name', () => {
	const named = playbook.remedies.flatMap((remedy) => remedy.flags.map((flag) => ({remedy: remedy.id, flag})));

	it('are found', () => {
		expect(named.length).toBeGreaterThan(3);
	});

	it.each(named)('$remedy: $flag', ({flag}) => {
		const found = flags.find((one) => one.name === flag);
		expect(found).toBeDefined();
		if (found?.suggested === undefined) return;
		const command = flagCommand([{name: flag, value: found.suggested}], [], flags);
		expect(command.warnings).toEqual([]);
		expect(command.lines).toHaveLength(1);
	});
});
