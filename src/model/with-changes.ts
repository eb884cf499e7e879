import type {SettingChange} from './diagnosis.js';

/** A command with the settings that it has changed in place. What it switches off (`--no-remat`) is left out to switch it on. */
export function withChanges(command: string, changes: readonly SettingChange[]): string {
	return changes.reduce((text, {key, to}) => {
		const off = new RegExp(String.raw`\s--no[-_]${nameIn(key)}(?=\s|$)`);
		if (/^true$/i.test(to) && off.test(text)) return text.replace(off, '');
		return text.replace(new RegExp(valueIn(key)), (_, before: string) => before + to);
	}, command);
}

/** A pattern for a setting and its value in a command. */
export function valueIn(key: string): string {
	return String.raw`((?:^|\s)(?:--?)?(?:[\w.]+\.)?${nameIn(key)}(?:=|\s+))("[^"]*"|'[^']*'|[^\s"']+)`;
}

function nameIn(key: string): string {
	return key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/[-_]/g, '[-_]');
}
