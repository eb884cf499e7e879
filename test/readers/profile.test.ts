import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {readProfile} from '../../src/readers/profile.js';

const file = path.join(import.meta.dirname, '../fixtures/dumps/memory.prof');

test('a device memory profile shows what is alive by the line that made it', () => {
	const entries = readProfile(gunzipSync(readFileSync(file)));
	expect(entries?.[0]).toMatchObject({kind: 'buffer', device: 'cpu:0', bytes: 6291456, count: 3});
	expect(entries?.[0]?.frames[0]).toMatch(/train_m\.py:6\)$/);
	expect(entries?.some((entry) => entry.frames.some((frame) => frame.startsWith('leak ')))).toBe(true);
});

test('what is not a profile is undefined, not an error', () => {
	expect(readProfile(new Uint8Array([1, 2, 3, 255, 254]))).toBeUndefined();
	expect(readProfile(new Uint8Array())).toBeUndefined();
});
