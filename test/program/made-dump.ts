/** Extents of the made program: a scanned stack of layers over tokens, with a loss over a vocabulary. */
export interface Made {
	readonly batch: number;
	readonly sequence: number;
	readonly layers: number;
	readonly width: number;
	readonly hidden: number;
	readonly vocabulary: number;
	/** The batch is divided over these; all else is replicated. */
	readonly devices: number;
}

export const MADE: Made = {batch: 8, sequence: 64, layers: 6, width: 256, hidden: 512, vocabulary: 4096, devices: 2};

/** The files of one module, as the compiler would write them: by name, without the module's prefix. */
export function madeDump(made: Made = MADE): Readonly<Record<string, string>> {
	return {
		'before_optimizations.txt': before(made),
		'after_optimizations.txt': after(made),
		'after_optimizations-buffer-assignment.txt': assignment(made).text,
		'after_optimizations-live-range.txt': LIVES,
		'after_optimizations-memory-usage-report.txt': `Memory Space: default (color=0)\nTotal bytes: ${total(made)} (${(total(made) / 2 ** 20).toFixed(2)}MiB)\n`,
		'target_arguments.txt':
			'replica_count: 1\ntpu_topology_args {\n  version: TPU_VERSION_VIPERFISH\n  variant: "lite"\n}\n',
	};
}

/** Bytes of the made program on one device. */
export function total(made: Made): number {
	return assignment(made).total;
}

const TABLES = `
FileNames
1 "/home/user/train.py"
2 "/usr/lib/python3/site-packages/optax/update.py"

FunctionNames
1 "step"
2 "layer"
3 "apply_updates"

FileLocations
1 {file_name_id=1 function_name_id=1 line=30 end_line=30 column=1 end_column=9}
2 {file_name_id=1 function_name_id=2 line=12 end_line=12 column=1 end_column=9}
3 {file_name_id=2 function_name_id=3 line=40 end_line=40 column=1 end_column=9}

StackFrames
1 {file_location_id=1 parent_frame_id=1}
2 {file_location_id=2 parent_frame_id=2}
3 {file_location_id=3 parent_frame_id=2}
`;

const frame = (name: string, number: number): string =>
	`metadata={op_name="jit(step)/${name}" stack_frame_id=${number}}`;

/** The loop over layers, the same before and after partitioning but for the batch `b`. */
function loop({sequence: s, layers: l, width: w, hidden: h}: Made, b: number): string {
	const carry = `(s32[], f32[${b},${s},${w}]{2,1,0}, f32[${l},${w},${h}]{2,1,0}, f32[${l},${h},${w}]{2,1,0}, f32[${l},${b},${s},${h}]{3,2,1,0})`;
	return `%body (c: ${carry}) -> ${carry} {
  %c = ${carry} parameter(0)
  %i = s32[] get-tuple-element(%c), index=0
  %one = s32[] constant(1)
  %next = s32[] add(%i, %one)
  %zero = s32[] constant(0)
  %x = f32[${b},${s},${w}]{2,1,0} get-tuple-element(%c), index=1
  %up = f32[${l},${w},${h}]{2,1,0} get-tuple-element(%c), index=2
  %down = f32[${l},${h},${w}]{2,1,0} get-tuple-element(%c), index=3
  %kept = f32[${l},${b},${s},${h}]{3,2,1,0} get-tuple-element(%c), index=4
  %u1 = f32[1,${w},${h}]{2,1,0} dynamic-slice(%up, %i, %zero, %zero), dynamic_slice_sizes={1,${w},${h}}
  %u = f32[${w},${h}]{1,0} reshape(%u1)
  %d1 = f32[1,${h},${w}]{2,1,0} dynamic-slice(%down, %i, %zero, %zero), dynamic_slice_sizes={1,${h},${w}}
  %d = f32[${h},${w}]{1,0} reshape(%d1)
  %a = f32[${b},${s},${h}]{2,1,0} dot(%x, %u), lhs_contracting_dims={2}, rhs_contracting_dims={0}, ${frame('dot_general', 2)}
  %a1 = f32[1,${b},${s},${h}]{3,2,1,0} reshape(%a)
  %wrote = f32[${l},${b},${s},${h}]{3,2,1,0} dynamic-update-slice(%kept, %a1, %i, %zero, %zero, /*index=5*/%zero)
  %y = f32[${b},${s},${w}]{2,1,0} dot(%a, %d), lhs_contracting_dims={2}, rhs_contracting_dims={0}, ${frame('dot_general', 2)}
  ROOT %out = ${carry} tuple(%next, %y, %up, %down, %wrote)
}

%condition (c.1: ${carry}) -> pred[] {
  %c.1 = ${carry} parameter(0)
  %i.1 = s32[] get-tuple-element(%c.1), index=0
  %limit = s32[] constant(${l})
  ROOT %less = pred[] compare(%i.1, %limit), direction=LT
}
`;
}

/** The entry; `kept` makes the room for what the loop keeps. */
function entry(made: Made, b: number, kept: string): string {
	const {sequence: s, layers: l, width: w, hidden: h, vocabulary: v} = made;
	const carry = `(s32[], f32[${b},${s},${w}]{2,1,0}, f32[${l},${w},${h}]{2,1,0}, f32[${l},${h},${w}]{2,1,0}, f32[${l},${b},${s},${h}]{3,2,1,0})`;
	const argument = (name: string, shape: string, number: number, path: string, sharding: string): string =>
		`  %${name} = ${shape} parameter(${number}), sharding={${sharding}}, metadata={op_name="${path}"}`;
	const split = `devices=[${made.devices},1]<=[${made.devices}]`;
	return `ENTRY %main () -> () {
${argument('emb', `f32[${v},${w}]{1,0}`, 0, "params[\\'emb\\']", 'replicated')}
${argument('w1', `f32[${l},${w},${h}]{2,1,0}`, 1, "params[\\'up\\']", 'replicated')}
${argument('w2', `f32[${l},${h},${w}]{2,1,0}`, 2, "params[\\'down\\']", 'replicated')}
${argument('m1', `f32[${l},${w},${h}]{2,1,0}`, 3, "opt_state[0].mu[\\'up\\']", 'replicated')}
${argument('lab', `s32[${b},${s}]{1,0}`, 4, "batch[\\'labels\\']", split)}
${argument('tok', `s32[${b},${s}]{1,0}`, 5, "batch[\\'tokens\\']", split)}
  %start = s32[] constant(0)
  %looked = f32[${b},${s},${w}]{2,1,0} gather(%emb, %tok), offset_dims={2}, collapsed_slice_dims={0}, start_index_map={0}, index_vector_dim=2, slice_sizes={1,${w}}, ${frame('gather', 1)}
  ${kept}
  %carried = ${carry} tuple(%start, %looked, %w1, %w2, %room)
  %scan = ${carry} while(%carried), condition=%condition, body=%body, ${frame('while', 1)}
  %last = f32[${b},${s},${w}]{2,1,0} get-tuple-element(%scan), index=1
  %stack = f32[${l},${b},${s},${h}]{3,2,1,0} get-tuple-element(%scan), index=4
  %logits = f32[${b},${s},${v}]{2,1,0} dot(%last, %emb), lhs_contracting_dims={2}, rhs_contracting_dims={1}, ${frame('dot_general', 1)}
  %back = f32[${b},${s},${v}]{2,1,0} exponential(%logits), ${frame('transpose(jvp())/exp', 1)}
  %lossy = f32[] constant(0)
  %new = f32[${l},${w},${h}]{2,1,0} add(%w1, %m1), ${frame('transpose(jvp())/add', 3)}
  ROOT %result = (f32[${l},${w},${h}]{2,1,0}, f32[]) tuple(%new, %lossy)
}
`;
}

function before(made: Made): string {
	const {batch: b, sequence: s, layers: l, hidden: h} = made;
	const kept = `%zeros = f32[] constant(0)\n  %room = f32[${l},${b},${s},${h}]{3,2,1,0} broadcast(%zeros), dimensions={}`;
	return `HloModule jit_step, num_partitions=${made.devices}, buffer_donor={ (3, {}) }\n${TABLES}\n${loop(made, b)}\n${entry(made, b, kept)}`;
}

function after(made: Made): string {
	const b = made.batch / made.devices;
	const {sequence: s, layers: l, hidden: h} = made;
	const kept = `%room = f32[${l},${b},${s},${h}]{3,2,1,0} custom-call(), custom_call_target="AllocateBuffer", metadata={op_name="broadcast.9"}`;
	return `HloModule jit_step, is_scheduled=true, num_partitions=${made.devices}\n${TABLES}\n${loop(made, b)}\n${entry(made, b, kept)}`;
}

/** One heap in which logits and their exponential follow each other, and the loop's room has three names. */
function assignment({batch, sequence: s, layers: l, width: w, hidden: h, vocabulary: v, devices}: Made): {
	readonly text: string;
	readonly total: number;
} {
	const b = batch / devices;
	const bytes = {
		emb: 4 * v * w,
		up: 4 * l * w * h,
		tok: 4 * b * s,
		room: 4 * l * b * s * h,
		x: 4 * b * s * w,
		logits: 4 * b * s * v,
	};
	const heap = bytes.room + bytes.x + 2 * bytes.logits;
	const value = (name: string, size: number, offset: number, shape: string): string =>
		` value: <1 ${name} @0> (size=${size},offset=${offset}): ${shape}`;
	const argument = (number: number, name: string, size: number, shape: string): string =>
		`allocation ${number}: size ${size}, parameter ${number}, shape |${shape}| at ShapeIndex {}:\n${value(name, size, 0, shape)}`;
	const lines = [
		'BufferAssignment:',
		argument(0, 'emb', bytes.emb, `f32[${v},${w}]{1,0}`),
		argument(1, 'w1', bytes.up, `f32[${l},${w},${h}]{2,1,0}`),
		argument(2, 'w2', bytes.up, `f32[${l},${h},${w}]{2,1,0}`),
		argument(3, 'm1', bytes.up, `f32[${l},${w},${h}]{2,1,0}`),
		argument(4, 'lab', bytes.tok, `s32[${b},${s}]{1,0}`),
		argument(5, 'tok', bytes.tok, `s32[${b},${s}]{1,0}`),
		`allocation 6: size ${bytes.up}, maybe-live-out:`,
		value('new', bytes.up, 0, `f32[${l},${w},${h}]{2,1,0}`),
		`allocation 7: size ${heap}, preallocated-temp:`,
		value('room', bytes.room, 0, `f32[${l},${b},${s},${h}]{3,2,1,0}`),
		value('c{4} (phi)', bytes.room, 0, `f32[${l},${b},${s},${h}]{3,2,1,0}`),
		value('scan{4} (phi)', bytes.room, 0, `f32[${l},${b},${s},${h}]{3,2,1,0}`),
		value('looked', bytes.x, bytes.room, `f32[${b},${s},${w}]{2,1,0}`),
		value('logits', bytes.logits, bytes.room + bytes.x, `f32[${b},${s},${v}]{2,1,0}`),
		value('back', bytes.logits, bytes.room + bytes.x + bytes.logits, `f32[${b},${s},${v}]{2,1,0}`),
	];
	return {text: `${lines.join('\n')}\n`, total: bytes.emb + 4 * bytes.up + 2 * bytes.tok + heap};
}

const LIVES = `HloLiveRange (max 12):
  InstructionSequence:
    0:looked
    1:room
    2:x
    3:scan
    4:logits
    5:back
    6:new
  BufferLiveRange:
    looked{}:0-5
    room{}:1-2
    c{4}:2-3
    scan{4}:3-6
    logits{}:4-5
    back{}:5-6
    new{}:6-7
`;
