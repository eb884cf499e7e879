// A JAX device memory profile (jax.profiler.save_device_memory_profile): perftools.profiles.Profile, already unzipped.
import {Profile} from 'pprof-format';
import type {ProfileEntry} from '../model/incident.js';

/**
 * Entries of a profile, most bytes first; undefined if the bytes are not one. Frames of JAX itself are left out, so that
 * the innermost one is the user's own line.
 */
export function readProfile(bytes: Uint8Array): ProfileEntry[] | undefined {
	const profile = decoded(bytes);
	if (!profile) return undefined;
	const word = (index: number | bigint) => profile.stringTable.strings[Number(index)] ?? '';
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
	try {
		return Profile.decode(bytes);
	} catch {
		return undefined; // not a profile: the caller says so
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
