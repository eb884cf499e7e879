import {Option} from 'commander';
import type {World} from './world.js';

/** `--playbook`, with the folder of the user's settings where none is named. */
export function playbookOption({settings}: World): Option {
	return new Option(
		'--playbook <dir>',
		'read flows and content from this folder; builtin: only what is built in',
	).default(settings?.settings.playbook);
}

/** `--redact`, which the user's settings can switch on for all reports. */
export function redactOption({settings}: World): Option {
	return new Option('--redact', 'replace paths, users, hosts, addresses, projects, buckets and tokens').default(
		settings?.settings.redact === true ? true : undefined,
	);
}
