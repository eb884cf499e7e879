// The ways by which text from outside enters, each with inputs to begin with.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {diagnoseText} from '../../bench/diagnose-text.js';
import {createDumpReader, dumpForm} from '../../src/readers/dump/index.js';
import {readText} from '../../src/readers/index.js';
import {readProfile} from '../../src/readers/profile.js';
import {describeShapes} from '../../src/report/shape.js';
import {redact} from '../../src/report/redact.js';
import {parsePlaybook} from '../../src/playbook/index.js';
import {parseSession} from '../../src/store/session-format.js';
import {filesOf, projectPlaybook, ROOT} from '../playbook/folder.js';

export interface Door {
	readonly seeds: readonly Buffer[];
	/** Takes an input as the program does; it must not throw. */
	readonly enter: (input: Buffer) => void;
}

/** Every door by its name. */
export const DOORS: Readonly<Record<string, () => Door>> = {readers, hlo, shapes, sessions, playbooks, profiles};

function readers(): Door {
	const playbook = projectPlaybook();
	return {
		seeds: ['content/samples', 'test/fixtures/lab', 'test/fixtures/comparison'].flatMap((folder) =>
			read(folder, '.log'),
		),
		enter(input) {
			const text = input.toString('utf8');
			readText('fuzz.log', text, playbook.frameworks);
			diagnoseText(playbook, 'fuzz.log', text);
			redact(text);
		},
	};
}

function hlo(): Door {
	return {
		seeds: read('test/fixtures/dumps', '.txt'),
		enter(input) {
			const text = input.toString('utf8');
			const form = dumpForm(text.slice(0, 4096));
			for (const one of new Set([form, 'hlo'] as const)) {
				if (one === undefined || one === 'flagfile') continue;
				const reader = createDumpReader(one, 'module_0001.jit_f.txt');
				for (const line of text.split('\n')) reader.push(line);
				reader.end();
			}
		},
	};
}

function shapes(): Door {
	const texts = [
		'f32[8,128]{1,0:T(8,128)}',
		'bf16[2,<=4096,3]{2,1,0:T(8,128)(2,1)S(1)}',
		'(f32[2]{0}, s4[7,9])',
		'pred[]',
	];
	return {
		seeds: texts.map((text) => Buffer.from(text)),
		enter(input) {
			const text = input.toString('utf8');
			describeShapes([text]);
			describeShapes([text, 'f32[8,128]']);
		},
	};
}

function sessions(): Door {
	const header = {
		schema: 'xla-triage.session/1',
		id: '20260101-aaaa',
		name: 'a',
		created: '2026-01-01T00:00:00.000Z',
		tool: '0',
	};
	const reading = readText('a.log', read('content/samples', '.log')[0]?.toString('utf8') ?? '');
	const events = [{type: 'evidence', reading}, {type: 'answer', node: 'e1000/list', option: 'many'}, {type: 'undo'}];
	const lines = [header, ...events.map((event) => ({at: '2026-01-01T00:00:00.000Z', event}))];
	return {
		seeds: [Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))],
		enter: (input) => void parseSession(input),
	};
}

function playbooks(): Door {
	const base = filesOf(path.join(ROOT, 'test', 'refused', '_base'));
	const names = base.map(({path: name}) => name);
	return {
		seeds: base.map(({text}) => Buffer.from(text)),
		enter(input) {
			const text = input.toString('utf8');
			// It takes the place of the file that it is most like: the one with the same beginning.
			const of = base.find((file) => file.text.slice(0, 12) === text.slice(0, 12))?.path ?? names[0];
			parsePlaybook(
				base.map((file) => (file.path === of ? {...file, text} : file)),
				{soft: true},
			);
		},
	};
}

function profiles(): Door {
	return {
		seeds: [gunzipSync(readFileSync(path.join(ROOT, 'test/fixtures/dumps/memory.prof')))],
		enter: (input) => void readProfile(input),
	};
}

function read(folder: string, ending: string): readonly Buffer[] {
	return readdirSync(path.join(ROOT, folder))
		.filter((name) => name.endsWith(ending))
		.map((name) => readFileSync(path.join(ROOT, folder, name)));
}
