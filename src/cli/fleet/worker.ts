// Entry of a worker thread: reads one input after the other. It is its own bundle, `dist/fleet-worker.mjs`.
import {parentPort, workerData} from 'node:worker_threads';
import {openDesk} from '../desk.js';
import {processWorld} from '../world.js';
import {examine, type Examined, type ExamineOptions} from './examine.js';

/** What a worker is started with. */
export interface WorkerData extends ExamineOptions {
	readonly playbook?: string;
}

export type WorkerReply = Examined;

const {playbook, ...options} = workerData as WorkerData;
const silent = {write: () => true} as unknown as NodeJS.WritableStream & typeof process.stderr;
const desk = await openDesk({...processWorld(), stderr: silent}, playbook); // whoever started the worker has told what there is to tell
if (!desk) throw new Error('The playbook cannot be used.');
const port = parentPort;
port?.on('message', (input: string) => {
	void examine(desk, input, options).then((examined) => {
		port.postMessage(examined satisfies WorkerReply);
	});
});
