// Takes the names of what a Node binary offers to native addons out of it: a twentieth of the wheel, and the program loads none.

/** Names of V8, Node and ICU, as C++ compilers spell them. All other names stay: the system's libraries may look for them. */
const OFFERED = /^_ZT?[A-Z]?[A-Z]*K?(?:2v8|4node|6icu_|10v8_|12v8_|3ada|8simdjson)/;
const SYMBOL = 24;
const STRINGS = {DT_NEEDED: 1n, DT_SONAME: 14n, DT_RPATH: 15n, DT_RUNPATH: 29n};

/**
 * Overwrites the names in `binary` (ELF, 64 bits, little-endian) with zeros and says how many bytes that were. Everything keeps its
 * place. A name that is the end of another one is kept with it. Throws if this is not such a file.
 */
export function forgetExports(binary) {
	const sections = sectionsOf(binary);
	const part = (name) => sections.get(name) ?? fail(`no section ${name}`);
	const [symbols, names, dynamic, versions] = ['.dynsym', '.dynstr', '.dynamic', '.gnu.version_r'].map(part);
	const text = binary.subarray(names.at, names.at + names.size);
	const keep = new Uint8Array(text.length);
	const drop = new Uint8Array(text.length);
	const mark = (bytes, from) => bytes.fill(1, from, text.indexOf(0, from) + 1);
	const used = usedSymbols(binary, [part('.rela.dyn'), part('.rela.plt')]);
	for (let index = 0; index < symbols.size / SYMBOL; index += 1) {
		const at = symbols.at + index * SYMBOL;
		const name = binary.readUInt32LE(at);
		const isDefined = binary.readUInt16LE(at + 6) !== 0;
		const isOffered =
			isDefined && !used.has(index) && OFFERED.test(text.toString('latin1', name, text.indexOf(0, name)));
		mark(isOffered ? drop : keep, name);
	}
	for (let at = dynamic.at; at < dynamic.at + dynamic.size; at += 16) {
		if (Object.values(STRINGS).includes(binary.readBigInt64LE(at))) mark(keep, Number(binary.readBigUInt64LE(at + 8)));
	}
	for (const name of neededNames(binary, versions)) mark(keep, name);
	let forgotten = 0;
	for (let at = 0; at < text.length; at += 1) {
		if (drop[at] === 0 || keep[at] === 1 || text[at] === 0) continue;
		text[at] = 0;
		forgotten += 1;
	}
	return forgotten;
}

/** The symbols that the binary itself looks for when it starts. */
function usedSymbols(binary, relocations) {
	const used = new Set();
	for (const {at, size} of relocations)
		for (let entry = at; entry < at + size; entry += 24) used.add(binary.readUInt32LE(entry + 12));
	return used;
}

/** Where the names of libraries and of their versions stand. */
function neededNames(binary, {at: start}) {
	const found = [];
	for (let at = start; ;) {
		found.push(binary.readUInt32LE(at + 4));
		let entry = at + binary.readUInt32LE(at + 8);
		for (let count = binary.readUInt16LE(at + 2); count > 0; count -= 1) {
			found.push(binary.readUInt32LE(entry + 8));
			entry += binary.readUInt32LE(entry + 12);
		}
		const next = binary.readUInt32LE(at + 12);
		if (next === 0) return found;
		at += next;
	}
}

function sectionsOf(binary) {
	if (binary.readUInt32BE(0) !== 0x7f454c46 || binary[4] !== 2 || binary[5] !== 1) fail('not an ELF file of 64 bits');
	const table = Number(binary.readBigUInt64LE(40));
	const [size, count, namesIndex] = [58, 60, 62].map((at) => binary.readUInt16LE(at));
	const place = (index) => ({
		name: binary.readUInt32LE(table + index * size),
		at: Number(binary.readBigUInt64LE(table + index * size + 24)),
		size: Number(binary.readBigUInt64LE(table + index * size + 32)),
	});
	const {at: names} = place(namesIndex);
	return new Map(
		Array.from({length: count}, (_, index) => {
			const {name, ...rest} = place(index);
			return [binary.toString('latin1', names + name, binary.indexOf(0, names + name)), rest];
		}),
	);
}

function fail(message) {
	throw new Error(`The names of the Node binary cannot be taken out: ${message}.`);
}
