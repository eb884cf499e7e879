// The text of config.yaml as settings. Loaded only where there is such a file.
import {parse} from 'yaml';
import {z} from 'zod';

/** What a user can set. Every entry is optional. */
export interface Settings {
	/** Name of a theme; absent for the terminal's own colours. */
	readonly theme?: string;
	/** Folder that is read where a command names none; relative to the file. */
	readonly playbook?: string;
	/** Whether reports are redacted where a command does not say. */
	readonly redact?: boolean;
}

/** Instead of a theme: the terminal's own sixteen colours. */
const OWN_COLOURS = 'terminal';

/** Each entry is checked alone, so that a bad one costs only itself. `themes`: the names that a theme can have. */
export function parseSettings(
	text: string,
	themes: readonly string[],
): {readonly settings: Settings; readonly complaints: readonly string[]} {
	let value: unknown;
	try {
		value = parse(text, {logLevel: 'error'});
	} catch (error) {
		const [why = ''] = error instanceof Error ? error.message.split('\n') : [];
		return {settings: {}, complaints: [`it is not YAML. ${why}`]};
	}
	if (value === null || value === undefined) return {settings: {}, complaints: []};
	if (typeof value !== 'object' || Array.isArray(value))
		return {settings: {}, complaints: ['it is not a list of settings. Write one a line, such as theme: dark.']};
	const entries = entriesFor(themes);
	const settings: Record<string, unknown> = {};
	const complaints: string[] = [];
	for (const [name, given] of Object.entries(value)) {
		const entry = entries.get(name);
		if (!entry) {
			complaints.push(`there is no setting ${name}. The settings are ${[...entries.keys()].join(', ')}.`);
			continue;
		}
		const checked = entry.schema.safeParse(given);
		if (checked.success) settings[name] = checked.data;
		else complaints.push(`${name}: ${JSON.stringify(given)} is not ${entry.wanted}.`);
	}
	if (settings['theme'] === OWN_COLOURS) delete settings['theme'];
	return {settings, complaints};
}

interface Entry {
	readonly schema: z.ZodType;
	readonly wanted: string;
}

function entriesFor(themes: readonly string[]): ReadonlyMap<string, Entry> {
	const names = [OWN_COLOURS, ...themes];
	return new Map<string, Entry>([
		['theme', {schema: z.enum(names), wanted: `one of ${names.join(', ')}`}],
		['playbook', {schema: z.string().min(1), wanted: 'the name of a folder'}],
		['redact', {schema: z.boolean(), wanted: 'true or false'}],
	]);
}
