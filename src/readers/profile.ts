// A JAX device memory profile (jax.profiler.save_device_memory_profile): perftools.profiles.Profile, already unzipped.
import {Profile} from 'pprof-format';
import type {ProfileEntry} from '../model/incident.js';
import {neutraliseLine} from '../model/neutral.js';

/**
 * Entries of a profile, most bytes first; undefined if the bytes are not one. Frames of JAX itself are left out, so that
 * the innermost one is the user's own line.
 */
export function readProfile(bytes: Uint8Array): ProfileEntry[] | undefined {
	const profile = decoded(bytes);
	if (!profile) return undefined;
	const word = (index: number | bigint) => neutraliseLine(profile.stringTable.strings[Number(index)] ?? '');
	const types = profile.sampleType.map((type) => word(type.type));
	const count = types.indexOf('allocations');
	const space = types.indexOf('space');
	if (space < 0) return undefined;
	const functions = new Map(profile.function.map((entry) => [Number(entry.id), entry]));
	const locations = new Map(profile.location.map((entry) => [Number(entry.id), entry]));
	const frames = (ids: readonly (number | bigint)[]) =>
		ids.flatMap((id) =>
			(locations.get(Number(id))?.line ?? []).map((line) => {
				const where = functions.get(Number(line.functionId));
				return `${word(where?.name ?? 0)} (${word(where?.filename ?? 0)}:${String(line.line)})`;
			}),
		);
	const entries = profile.sample.map((sample): ProfileEntry => {
		const label = (name: string) => {
			const found = sample.label.find((entry) => word(entry.key) === name);
			return found ? word(found.str) : '';
		};
		const all = frames(sample.locationId);
		const own = all.filter((frame) => !/[/\\]jax[/\\](?:_src|experimental|interpreters)[/\\]/.test(frame));
		return {
			kind: label('kind'),
			device: label('device'),
			bytes: Number(sample.value[space] ?? 0),
			count: count < 0 ? 0 : Number(sample.value[count] ?? 0),
			frames: own.length > 0 ? own : all,
		};
	});
	return entries.sort((a, b) => b.bytes - a.bytes || compare(a.frames.join(), b.frames.join()));
}

function decoded(bytes: Uint8Array): Profile | undefined {
	if (!isPlausible(bytes)) return undefined;
	try {
		return Profile.decode(bytes);
	} catch {
		return undefined; // not a profile: the caller says so
	}
}

/** Messages of the largest profile that is decoded, and bytes of one of them: what is made of them takes many times their room. */
const MOST_MESSAGES = 300_000;
const LONGEST_MESSAGE = 64 << 10;

/** Whether the outermost fields are no more and no longer than those of a profile can be. Looks at their heads only. */
function isPlausible(bytes: Uint8Array): boolean {
	let at = 0;
	const number = (): number => {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = bytes[at++];
			if (byte === undefined || scale > 2 ** 63) return NaN;
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
	};
	for (let messages = 0; at < bytes.length; messages++) {
		const kind = number() % 8;
		const length = kind === 2 ? number() : 0;
		if (messages >= MOST_MESSAGES || length > LONGEST_MESSAGE) return false;
		if (kind === 0) number();
		else if (kind === 2) at += length;
		else return false;
		if (Number.isNaN(at)) return false;
	}
	return true;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
