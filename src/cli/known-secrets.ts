import {hostname, userInfo} from 'node:os';
import type {KnownSecrets} from '../report/index.js';

/** Names of this machine and its user: they stand in logs without a sign that they are names. */
export function knownSecrets(): KnownSecrets {
	try {
		return {users: [userInfo().username], hosts: [hostname()]};
	} catch {
		return {hosts: [hostname()]}; // a user without a name, as in some containers
	}
}
