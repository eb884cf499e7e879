// Docker's json-file driver, Cloud Logging exports and structured loggers write each line as a JSON object. Notebooks, and
// programs that quote a message, write each as a string: `"Total hbm usage >= 33.36G:\n",`.

/** The text inside a JSON log line or string and the host it names, or undefined for any other line. */
export function unpack(line: string): {readonly text: string; readonly host?: string} | undefined {
	const string = STRING.exec(line)?.[1];
	if (string !== undefined) {
		const text = parse(string);
		return typeof text === 'string' ? {text} : undefined;
	}
	const start = line.indexOf('{"');
	if (start < 0 || start > 4 || !TEXT_KEY.test(line)) return undefined;
	const record = parse(line.slice(start).replace(/,\s*$/, ''));
	if (!isRecord(record)) return undefined;
	const text = TEXT_KEYS.map((key) => record[key]).find((value) => typeof value === 'string');
	if (typeof text !== 'string') return undefined;
	const host = hostIn(record);
	return host === undefined ? {text} : {text, host};
}

/** A line that is one string, as an element of a list or a piece of a longer literal. */
const STRING = /^\s*("(?:[^"\\]|\\.)+")\s*(?:[,)]\s*)?$/;
const TEXT_KEYS = ['log', 'message', 'msg', 'textPayload', 'MESSAGE'] as const;
const TEXT_KEY = /"(?:log|message|msg|textPayload|MESSAGE)"\s*:/;
const HOST_KEYS = ['pod_name', 'pod', 'host', 'hostname', 'rank'] as const;

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // not JSON after all: the line is read as it stands
	}
}

function hostIn(record: Readonly<Record<string, unknown>>): string | undefined {
	const labels = isRecord(record['resource']) ? record['resource']['labels'] : undefined;
	for (const holder of [record, record['kubernetes'], labels]) {
		if (!isRecord(holder)) continue;
		for (const key of HOST_KEYS) {
			const value = holder[key];
			if (typeof value === 'string' && value !== '') return value;
			if (typeof value === 'number') return `${key} ${value}`;
		}
	}
	return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
