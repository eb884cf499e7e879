// A zip archive whose bytes depend on its content only: fixed times, files in the order given.
import {crc32, deflateRawSync} from 'node:zlib';

/** The archive of `{name, data, mode}` entries, as one buffer. */
export function zip(entries) {
	const parts = [];
	const directory = [];
	let offset = 0;
	for (const {name, data, mode = 0o644} of entries) {
		const packed = deflateRawSync(data, {level: 9, memLevel: 9});
		const path = Buffer.from(name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0); // version needed
		common.writeUInt16LE(0x800, 2); // names in UTF-8
		common.writeUInt16LE(8, 4); // deflate
		common.writeUInt16LE(0, 6); // midnight
		common.writeUInt16LE(0x21, 8); // 1 January 1980
		common.writeUInt32LE(crc32(data), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(data.length, 18);
		common.writeUInt16LE(path.length, 22);
		parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, path, packed);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
		rest.writeUInt32LE(offset, 10);
		directory.push(Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), common, rest, path);
		offset += 30 + path.length + packed.length;
	}
	const listed = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.write('PK\u0005\u0006', 'latin1');
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(listed.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, listed, end]);
}
