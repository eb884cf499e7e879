// Docker's json-file driver, Cloud Logging exports and structured loggers write each line as a JSON object.

/** The text inside a JSON log line and the host it names, or undefined for any other line. */
export function unpack(line: string): {readonly text: string; readonly host?: string} | undefined {
	const start = line.indexOf('{"');
	if (start < 0 || start > 4 || !TEXT_KEY.test(line)) return undefined;
	const record = parse(line.slice(start).replace(/,\s*$/, ''));
	if (!record) return undefined;
	const text = TEXT_KEYS.map((key) => record[key]).find((value) => typeof value === 'string');
	if (typeof text !== 'string') return undefined;
	const host = hostIn(record);
	return host === undefined ? {text} : {text, host};
}

const TEXT_KEYS = ['log', 'message', 'msg', 'textPayload', 'MESSAGE'] as const;
const TEXT_KEY = /"(?:log|message|msg|textPayload|MESSAGE)"\s*:/;
const HOST_KEYS = ['pod_name', 'pod', 'host', 'hostname', 'rank'] as const;

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
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
