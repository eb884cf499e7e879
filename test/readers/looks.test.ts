// Laws: what a log looks like makes no difference to what is read in it.
import fc from 'fast-check';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {ANCHORS, anchored, CONTEXT_BEFORE, createReader, readText} from '../../src/readers/index.js';
import type {Reading} from '../../src/model/incident.js';
import {figures} from './figures.js';
import {each, ESCAPES, fold, interleave, LAUNCHERS, withBars, withRemarks, wrap} from './transform.js';
import {WORDINGS} from './wordings.js';

/** Draws of each law: all of them in the long run. */
const draws = (all: number): {numRuns: number} => ({numRuns: process.env['LONG'] ? all : Math.ceil(all / 5)});
/** All logs in the long run; else a third of them, another for each form. */
const some = <One>(all: readonly One[], form: number): readonly One[] =>
	process.env['LONG'] ? all : all.filter((_, at) => (at + form) % 3 === 0);
/** Hosts that interleave; one test of 256 is always made. */
const HOSTS = process.env['LONG'] ? 64 : 3;
/** Figures of the logs that are looked at many times. */
const figuresByLog = new Map<string, readonly unknown[]>();

const FIXTURES = path.resolve('test/fixtures/lab');
const lab = readdirSync(FIXTURES)
	.filter((file) => file.endsWith('.log'))
	.map((file) => ({name: file, log: readFileSync(path.join(FIXTURES, file), 'utf8')}));
const composed = WORDINGS.map(({name, text}) => ({name, log: `${text}\n`}));
const logs = [...composed, ...lab];

const aLog = fc.constantFrom(...logs);
/** A bare code has no second anchor that a wrap would leave whole. */
const aMessage = fc.constantFrom(...logs.filter(({name}) => !name.endsWith('alone')));
const aWidth = fc.integer({min: 40, max: 260});
const aLauncher = fc.constantFrom(...Object.keys(LAUNCHERS));

describe('a log reads the same', () => {
	it('wrapped inside words at any width from 40', () => {
		fc.assert(
			fc.property(aMessage, aWidth, (log, width) => same(log.log, wrap(log.log, width))),
			draws(300),
		);
	});

	it('folded at blanks', () => {
		fc.assert(
			fc.property(aLog, aWidth, (log, width) => same(log.log, fold(log.log, width))),
			draws(200),
		);
	});

	it.each(Object.keys(LAUNCHERS).map((name, at) => [name, at] as const))('in the form of %s', (launcher, at) => {
		for (const {log} of some(logs, at)) same(log, each(log, LAUNCHERS[launcher] ?? ((line) => line)));
	});

	it.each(Object.keys(ESCAPES).map((name, at) => [name, at] as const))('passed on as %s', (kind, at) => {
		for (const {log} of some(logs, at)) same(log, (ESCAPES[kind] ?? String)(log));
	});

	it('in the form of one launcher inside another', () => {
		// Colours in colours change digits of the colours themselves.
		const names = Object.keys(LAUNCHERS).filter((name) => name !== 'coloured figures');
		fc.assert(
			fc.property(aLog, fc.constantFrom(...names), fc.constantFrom(...names), (log, inner, outer) => {
				same(log.log, each(each(log.log, LAUNCHERS[inner] ?? String), LAUNCHERS[outer] ?? String));
			}),
			draws(300),
		);
	});

	it('between progress bars', () => {
		fc.assert(
			fc.property(aLog, fc.integer({min: 1, max: 9}), fc.boolean(), (log, gap, glued) => {
				same(log.log, withBars(log.log, gap, glued));
			}),
			draws(200),
		);
	});

	it('between remarks of another thread', () => {
		for (const {log} of lab) for (const gap of [2, 3, 7]) same(log, withRemarks(log, gap));
	});

	it('wrapped first and then prefixed', () => {
		fc.assert(
			fc.property(aMessage, aWidth, aLauncher, (log, width, launcher) => {
				same(log.log, each(wrap(log.log, width), LAUNCHERS[launcher] ?? ((line) => line)));
			}),
			draws(200),
		);
	});

	it('prefixed by a logger and then wrapped', () => {
		const loggers = fc.constantFrom('glog', 'tensorflow', 'kubectl both', 'vllm', 'rank tag', 'ray');
		fc.assert(
			fc.property(aMessage, fc.integer({min: 60, max: 260}), loggers, (log, width, logger) => {
				same(log.log, wrap(each(log.log, LAUNCHERS[logger] ?? ((line) => line)), width));
			}),
			draws(200),
		);
	});
});

const TAGS: Readonly<Record<string, {tag: (host: number) => string; host: (host: number) => string}>> = {
	kubectl: {tag: (host) => `[pod/trainer-${host}/main] `, host: (host) => `trainer-${host}`},
	ray: {tag: (host) => `(Worker pid=${100 + host}, ip=10.0.0.${host}) `, host: (host) => `10.0.0.${host}`},
	ranks: {tag: (host) => `[rank${host}]: `, host: (host) => `rank${host}`},
	slurm: {tag: (host) => `${host}: `, host: (host) => `rank ${host}`},
	launcher: {
		tag: (host) => `2020-10-22 02:48:58 10.1.0.${host} [${host}] `,
		host: (host) => `10.1.0.${host} [${host}]`,
	},
};

describe('hosts that interleave by whole lines', () => {
	it.each(Object.keys(TAGS).map((name, at) => [name, at] as const))(
		'are told apart by the tags of %s, and are one incident',
		(kind, at) => {
			const {tag, host} = TAGS[kind] ?? {tag: String, host: String};
			for (const [index, {log}] of some(logs, at).entries()) {
				const reading = readText('pod.log', interleave(log, HOSTS, tag, index + 1));
				expect(figures(reading)).toEqual(figuresOf(log));
				for (const incident of reading.incidents) {
					expect(incident.hosts).toEqual(Array.from({length: HOSTS}, (_, number) => host(number)));
					expect(incident.occurrences).toBeGreaterThanOrEqual(HOSTS);
				}
			}
		},
	);

	it('are one incident at 256', () => {
		const log = lab.find(({name}) => name.startsWith('073'))?.log ?? '';
		const {tag} = TAGS['kubectl'] ?? {tag: String};
		const reading = readText('pod.log', interleave(log, 256, tag, 3));
		expect(figures(reading)).toEqual(figures(readText('pod.log', log)));
		expect(reading.incidents[0]?.hosts).toHaveLength(256);
	});
});

describe('a log that is cut off', () => {
	it('gives the same figures or none, and never throws', () => {
		fc.assert(
			fc.property(fc.constantFrom(...composed), fc.double({min: 0, max: 1, noNaN: true}), (log, share) => {
				const cut = log.log.slice(0, Math.floor(share * log.log.length));
				const whole = allTexts(readText('a', log.log));
				for (const [name, texts] of allTexts(readText('a', cut))) {
					if (KINDS.has(name)) continue;
					for (const text of texts) expect([...(whole.get(name) ?? [])]).toContain(text);
				}
			}),
			draws(1500),
		);
	});

	it('at its beginning does not invent figures', () => {
		fc.assert(
			fc.property(fc.constantFrom(...lab), fc.double({min: 0, max: 1, noNaN: true}), (log, share) => {
				const at = Math.floor(share * log.log.length);
				const rest = log.log.slice(log.log.indexOf('\n', at) + 1);
				const whole = allTexts(readText('a', log.log));
				for (const [name, texts] of allTexts(readText('a', rest))) {
					if (KINDS.has(name) || name === 'hbm.used' || name === 'hbm.over') continue;
					for (const text of texts) expect([...(whole.get(name) ?? [])], `${name} at ${at}`).toContain(text);
				}
			}),
			draws(100),
		);
	});
});

/** A cut may leave another wording of the same failure. */
const KINDS: ReadonlySet<string> = new Set(['code', 'incident.form', 'space', 'hbm.requirement', 'hbm.program']);

function allTexts(reading: Reading): Map<string, Set<string>> {
	const texts = new Map<string, Set<string>>();
	for (const {name, value} of reading.incidents.flatMap((incident) => incident.facts)) {
		texts.set(name, (texts.get(name) ?? new Set()).add(value.text));
	}
	return texts;
}

describe('anchors', () => {
	it('let a file layer skip the other lines without loss', () => {
		fc.assert(
			fc.property(aMessage, aWidth, fc.boolean(), (log, width, wrapped) => {
				const noise = Array.from({length: 400}, (_, index) => `step ${index} loss 2.${index}`).join('\n');
				const text = `${noise}\n${wrapped ? wrap(log.log, width) : log.log}${noise}\n${noise}\n`;
				const dense = readText('a', text);
				const sparse = readSparsely('a', text);
				expect(figures(sparse)).toEqual(figures(dense));
				expect(sparse.incidents.map(({at}) => at.line)).toEqual(dense.incidents.map(({at}) => at.line));
			}),
			draws(200),
		);
	});

	it('stand whole in some piece of every message, wherever a wrap begins', () => {
		for (const {name, text} of WORDINGS.filter((wording) => !wording.name.endsWith('alone'))) {
			for (let first = 1; first <= 40; first += 1) {
				const pieces = text
					.split('\n')
					.flatMap((line) => [line.slice(0, first), ...wrap(line.slice(first), 40).split('\n')]);
				expect(pieces.some(anchored), `${name}, first piece of ${first}`).toBe(true);
			}
		}
	});

	it('are plain byte strings, each once', () => {
		expect(new Set(ANCHORS).size).toBe(ANCHORS.length);
		for (const anchor of ANCHORS) expect(anchor).toMatch(/^[\x20-\x7E]{3,}$/);
	});
});

/** Reads as the file layer does: lines with anchors, some before, and all while the reader is hot. */
function readSparsely(name: string, text: string): Reading {
	const reader = createReader(name);
	const lines = text.replace(/\n$/, '').split('\n');
	let read = 0;
	lines.forEach((line, index) => {
		if (!reader.hot && !anchored(line)) return;
		const from = Math.max(read, index - CONTEXT_BEFORE);
		if (from > read) reader.skip(from - read);
		for (const each of lines.slice(from, index + 1)) reader.push(each);
		read = index + 1;
	});
	reader.skip(lines.length - read);
	return reader.end();
}

function same(before: string, after: string): void {
	expect(figures(readText('a', after))).toEqual(figuresOf(before));
}

/** The figures of a log as it stands, read once. */
function figuresOf(log: string): readonly unknown[] {
	const known = figuresByLog.get(log) ?? figures(readText('a', log));
	figuresByLog.set(log, known);
	return known;
}
