// The Python wheel that carries the executable: pip puts it on the PATH of the environment.
import {createHash} from 'node:crypto';
import {zip} from './zip.mjs';

/** Node 22 needs glibc 2.28, that of RHEL 8 and Debian 10. */
const TAG = 'py3-none-manylinux_2_28_x86_64';

/** Name and bytes of the wheel. `shared` are files for the prefix of the environment: `{name: 'share/man/man1/a.1', data}`. */
export function wheel({version, description, license, readme, notice, licenseText}, executable, shared) {
	const base = `xla_triage-${version}`;
	const info = `${base}.dist-info`;
	const metadata = [
		'Metadata-Version: 2.4',
		'Name: xla-triage',
		`Version: ${version}`,
		`Summary: ${description}`,
		`License-Expression: ${license}`,
		'License-File: LICENSE',
		'License-File: NOTICE',
		'Requires-Python: >=3.8',
		'Description-Content-Type: text/markdown',
		'',
		readme,
	].join('\n');
	const files = [
		{name: `${base}.data/scripts/xla-triage`, data: executable, mode: 0o755},
		...shared.map(({name, data}) => ({name: `${base}.data/data/${name}`, data: Buffer.from(data)})),
		{name: `${info}/licenses/LICENSE`, data: Buffer.from(licenseText)},
		{name: `${info}/licenses/NOTICE`, data: Buffer.from(notice)},
		{name: `${info}/METADATA`, data: Buffer.from(metadata)},
		{
			name: `${info}/WHEEL`,
			data: Buffer.from(`Wheel-Version: 1.0\nGenerator: xla-triage\nRoot-Is-Purelib: false\nTag: ${TAG}\n`),
		},
	];
	const record = files.map(({name, data}) => {
		const digest = createHash('sha256').update(data).digest('base64url');
		return `${name},sha256=${digest},${data.length}`;
	});
	const listing = {name: `${info}/RECORD`, data: Buffer.from(`${record.join('\n')}\n${info}/RECORD,,\n`)};
	return {name: `${base}-${TAG}.whl`, data: zip([...files, listing])};
}
