import type {z} from 'zod';
import type {Complaints} from './complaints.js';
import type {Located, Path} from './located.js';
import {nearest} from './suggest.js';

/** The value in the form that a schema describes, with its places; undefined when complaints were made. */
export function validate<T>(
	schema: z.ZodType<T>,
	found: Located<unknown>,
	complaints: Complaints,
): Located<T> | undefined {
	const result = schema.safeParse(found.value);
	if (result.success) return found.sub([], result.data);
	const misspelt = new Set(result.error.issues.flatMap((issue) => meant(issue, schema)));
	for (const issue of result.error.issues) {
		if (issue.code === 'unrecognized_keys' || !misspelt.has(issue.path.join('.')))
			complain(issue, schema, found, complaints);
	}
	return undefined;
}

// The keys that misspelt ones stand for: they are not missing.
function meant(issue: z.core.$ZodIssue, schema: z.ZodType): readonly string[] {
	if (issue.code !== 'unrecognized_keys') return [];
	const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
	return issue.keys.flatMap((key) => {
		const near = nearest(key, keysAt(schema, path));
		return near === undefined ? [] : [[...path, near].join('.')];
	});
}

function complain(issue: z.core.$ZodIssue, schema: z.ZodType, found: Located<unknown>, complaints: Complaints): void {
	const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
	const name = String(path.at(-1) ?? 'the file');
	const given = valueAt(found.value, path);
	const written = typeof given === 'string' ? given : JSON.stringify(given);
	if (issue.code === 'unrecognized_keys') {
		const known = keysAt(schema, path);
		for (const key of issue.keys) {
			const near = nearest(key, known);
			const hint = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`;
			complaints.add('schema', found.key([...path, key]), `Unknown key ${key}.`, hint);
		}
		return;
	}
	if (given === undefined) {
		const around = path.slice(0, -1);
		if (name === 'goto' || name === 'unsure') {
			const message =
				name === 'goto'
					? 'This answer leads nowhere: goto is missing.'
					: 'Nothing follows "not sure": unsure is missing.';
			complaints.add(
				'dead-end',
				found.at(around),
				message,
				'Add goto with the name of a node; "not sure" always leads on.',
			);
		} else if (typeof path.at(-1) === 'number') {
			complaints.add('schema', found.at(around), `${String(path.at(-2))} is empty.`, 'Give at least one entry.');
		} else {
			complaints.add('schema', found.at(around), `The key ${name} is missing.`, `Add ${name}: ${example(issue)}.`);
		}
		return;
	}
	if (name === 'kind' && issue.code === 'invalid_value' && keysAt(schema, []).includes('safety')) {
		const known = issue.values.map(String);
		const near = nearest(written, known);
		const hint = near === undefined ? `Kinds: ${known.join(', ')}.` : `Did you mean ${near}?`;
		complaints.add('unknown-kind', found.at(path), `There is no kind of remedy named ${written}.`, hint);
		return;
	}
	complaints.add('schema', found.at(path), message(issue, name, given), hintFor(issue, given));
}

function message(issue: z.core.$ZodIssue, name: string, given: unknown): string {
	switch (issue.code) {
		case 'invalid_type':
			return `${name} should be ${spoken(issue.expected)}, and is ${kindOf(given)}.`;
		case 'invalid_value':
			return `${name} should be one of ${issue.values.map(String).join(', ')}, and is ${JSON.stringify(given)}.`;
		case 'too_small':
			return `${name} is empty or too short.`;
		case 'too_big':
			return `${name} is too long or too large: at most ${String(issue.maximum)}.`;
		case 'invalid_key':
			return `${name} is not a name: a name has letters, digits, "-", "_" and "." only.`;
		case 'invalid_union':
			return `${name} should be a string, a number, or true or false.`;
		default:
			return `${name}: ${issue.message}.`;
	}
}

function hintFor(issue: z.core.$ZodIssue, given: unknown): string {
	if (issue.code === 'invalid_type' && issue.expected === 'string' && ['number', 'boolean'].includes(typeof given)) {
		return `Put it in quotes: '${String(given)}'.`;
	}
	if (issue.code === 'invalid_type' && issue.expected === 'array') return 'Write it as a list: [one, two].';
	if (issue.code === 'invalid_value' && typeof given === 'string') {
		const near = nearest(given, issue.values.map(String));
		if (near !== undefined) return `Did you mean ${near}?`;
	}
	return 'The form of each file is in flows/README.md and content/README.md.';
}

function example(issue: z.core.$ZodIssue): string {
	if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
	return issue.code === 'invalid_type' ? spoken(issue.expected) : '…';
}

function spoken(expected: string): string {
	const names: Readonly<Record<string, string>> = {
		string: 'a text',
		array: 'a list',
		tuple: 'a list',
		object: 'a group of keys',
		record: 'a group of keys',
		boolean: 'true or false',
		int: 'a whole number',
		number: 'a number',
	};
	return names[expected] ?? expected;
}

function kindOf(given: unknown): string {
	if (given === null) return 'empty';
	if (Array.isArray(given)) return 'a list';
	return {string: 'a text', number: 'a number', boolean: 'true or false', object: 'a group of keys'}[
		typeof given as 'string'
	];
}

function valueAt(value: unknown, path: Path): unknown {
	let at = value;
	for (const part of path)
		at = at === null || typeof at !== 'object' ? undefined : (at as Record<string, unknown>)[part];
	return at;
}

// The keys that the schema knows at a place, for hints.
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
	let at = schema as unknown as SchemaParts | undefined;
	for (const part of path) at = inner(at, part);
	return Object.keys(unwrapped(at)?.shape ?? {});
}

/** The parts of the schemas in schema.ts that hold others. */
interface SchemaParts {
	readonly shape?: Readonly<Record<string, SchemaParts>>;
	readonly element?: SchemaParts;
	readonly def?: {
		readonly innerType?: SchemaParts;
		readonly items?: readonly SchemaParts[];
		readonly valueType?: SchemaParts;
	};
}

function unwrapped(schema: SchemaParts | undefined): SchemaParts | undefined {
	return schema?.def?.innerType ? unwrapped(schema.def.innerType) : schema;
}

function inner(schema: SchemaParts | undefined, part: string | number): SchemaParts | undefined {
	const at = unwrapped(schema);
	return typeof part === 'number' ? (at?.element ?? at?.def?.items?.[0]) : (at?.shape?.[part] ?? at?.def?.valueType);
}
