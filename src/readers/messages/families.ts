import {allocationExceeds} from './allocation-exceeds.js';
import {allocationList} from './allocation-list.js';
import {allocatorReport} from './allocator-report.js';
import {codes} from './codes.js';
import {contexts} from './contexts.js';
import {halt} from './halt.js';
import {headline} from './headline.js';
import {hints} from './hints.js';
import {inputMismatch} from './input-mismatch.js';
import {memoryReport} from './memory-report.js';
import {otherCodes} from './other-codes.js';
import type {Family} from './piece.js';
import {request} from './request.js';
import {routed} from './routed.js';
import {scopedVmem} from './scoped-vmem.js';
import {coreSplit, earlyAbort, hloTemporaries} from './short-messages.js';
import {slotTables} from './slot-tables.js';
import {traceback} from './traceback.js';
import {vmemInstruction} from './vmem-instruction.js';

/** All families of messages; their order does not matter. */
export const families: readonly Family[] = [
	codes,
	contexts,
	headline,
	scopedVmem,
	vmemInstruction,
	hloTemporaries,
	coreSplit,
	earlyAbort,
	allocationExceeds,
	request,
	traceback,
	allocatorReport,
	inputMismatch,
	otherCodes,
	halt,
	memoryReport,
	allocationList,
	slotTables,
	hints,
	routed,
];
