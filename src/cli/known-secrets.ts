import {hostname, userInfo} from 'node:os';
import type {KnownSecrets} from '../report/index.js';
import type {World} from './world.js';

/** The names to cover where the user's settings redact every report; else undefined. */
export function secretsBySettings({settings}: World): KnownSecrets | undefined {
	return settings?.settings.redact === true ? knownSecrets() : undefined;
}

/** Names of this machine and its user: they stand in logs without a sign that they are names. */
export function knownSecrets(): KnownSecrets {
	try {
		return {users: [userInfo().username], hosts: [hostname()]};
	} catch {
		return {hosts: [hostname()]}; // a user without a name, as in some containers
	}
}
