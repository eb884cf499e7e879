// Exports of container logs hold the lines of many jobs, each line with labels that name its pod, its job, its cluster.

/** What the labels of one exported line say. */
export interface Labels {
	/** The job, with its namespace where one is named: `ml/train-7b`. Pods of one job have one label. */
	readonly job?: string;
	/** ISO 8601, as the exporter wrote it. */
	readonly time?: string;
}

/** The job and time of an entry of an export (Cloud Logging, fluent-bit, docker with labels, Ray), or of a line of `kubectl logs --prefix`. */
export function labelsOf(line: string): Labels {
	const start = line.indexOf('{"');
	if (start >= 0 && start <= 4) return entryLabels(parse(line.slice(start).replace(/,\s*$/, '')));
	const pod = POD_PREFIX.exec(line)?.[1];
	return pod === undefined ? {} : {job: jobOfPod(pod)};
}

/** The same for an entry that is parsed already. */
export function entryLabels(entry: unknown): Labels {
	if (!isRecord(entry)) return {};
	const holders = HOLDERS.map((path) => path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), entry));
	const job = first(holders, JOB_KEYS);
	const pod = first(holders, POD_KEYS);
	const space = first(holders, NAMESPACE_KEYS);
	const name = job ?? (pod === undefined ? undefined : jobOfPod(pod));
	const time = first([entry], TIME_KEYS);
	return {
		...(name === undefined ? {} : {job: space === undefined ? name : `${space}/${name}`}),
		...(time === undefined ? {} : {time}),
	};
}

/** The job that the name of a log file names: of a container on a Kubernetes node, or of a Ray worker. */
export function jobInName(file: string): string | undefined {
	const name = file.slice(file.lastIndexOf('/') + 1);
	const [, pod, space] = /^([a-z0-9][a-z0-9.-]*)_([a-z0-9-]+)_[a-z0-9.-]+-[0-9a-f]{64}\.log(?:\.gz)?$/.exec(name) ?? [];
	if (pod !== undefined && space !== undefined) return `${space}/${jobOfPod(pod)}`;
	return /^worker-[0-9a-f]{40,}-([0-9a-f]{8})-\d+\.(?:out|err)$/.exec(name)?.[1];
}

/** Where labels stand in an entry, the most exact first. */
const HOLDERS: readonly (readonly string[])[] = [
	['labels'],
	['kubernetes', 'labels'],
	['attrs'],
	['resource', 'labels'],
	['kubernetes'],
	['stream'],
	[],
];
/** Names of a job's label, dots and slashes read as underscores: exporters spell them differently. */
const JOB_KEYS = [
	'jobset_sigs_k8s_io_jobset_name',
	'batch_kubernetes_io_job_name',
	'job_name',
	'ray_io_cluster',
	'submission_id',
	'job_id',
	'com_docker_compose_service',
] as const;
const POD_KEYS = ['pod_name', 'pod'] as const;
const NAMESPACE_KEYS = ['namespace_name', 'namespace'] as const;
const TIME_KEYS = ['timestamp', 'time'] as const;
const POD_PREFIX = /^\[pod\/([\w.-]{1,253})\/[\w.-]{1,253}\]/;

/** The workload of a pod: without the suffix that Kubernetes draws, and without the index of the pod. */
function jobOfPod(pod: string): string {
	return pod.replace(/-[bcdfghjklmnpqrstvwxz2456789]{5}$/, '').replace(/(?:-\d{1,5}){1,2}$/, '');
}

function first(holders: readonly unknown[], keys: readonly string[]): string | undefined {
	for (const key of keys) {
		for (const holder of holders) {
			if (!isRecord(holder)) continue;
			const found = Object.entries(holder).find(([name, value]) => typeof value === 'string' && folded(name) === key);
			if (found && found[1] !== '') return String(found[1]);
		}
	}
	return undefined;
}

function folded(name: string): string {
	return name.replace(/^k8s-pod\//, '').replace(/[./-]/g, '_');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
