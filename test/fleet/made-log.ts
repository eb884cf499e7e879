/** What may differ between two logs of one failure. */
export interface Circumstances {
	readonly batch: number;
	readonly host: string;
	readonly day: string;
	readonly folder: string;
}

/** What makes another failure of it. */
export interface Failure {
	readonly op: string;
	readonly file: string;
	readonly element: 'f32' | 'bf16';
}

/** A log of a program that does not fit v5e, whose largest arrays grow with the batch. */
export function madeLog({batch, host, day, folder}: Circumstances, {op, file, element}: Failure): string {
	const bytes = batch * 4096 * 32_768 * (element === 'f32' ? 4 : 2);
	const size = (value: number): string => `${(value / 2 ** 30).toFixed(2)}G`;
	const entries = [1, 2, 3, 4].map(
		(rank) => `  ${rank}. Size: ${size(bytes)}
     Operator: op_name="jit(train_step)/layer_${rank + batch}/${op}/dot_general" source_file="${folder}/${file}" source_line=${40 + batch}
     Shape: ${element}[${batch},4096,32768]{2,1,0:T(8,128)}
     Unpadded size: ${size(bytes)}
     XLA label: fusion.${rank * batch} = fusion(fusion.1), kind=kOutput
     Allocation type: HLO temp
     ==========================
`,
	);
	const lines = `Used ${size(4 * bytes + 2 ** 30)} of 15.75G hbm. Exceeded hbm capacity by ${size(4 * bytes + 2 ** 30 - 15.75 * 2 ** 30)}.

Total hbm usage >= ${size(4 * bytes + 2 ** 30)}:
    reserved        258.00M 
    program          ${size(4 * bytes)} 
    arguments         1.00G 

  Largest program allocations in hbm:

${entries.join('\n')}`;
	const message = `jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. ${lines}`;
	return `${[`jax 0.10.2 on TPU v5 lite`, message]
		.join('\n')
		.split('\n')
		.map((line) => `${day}T10:00:00Z [${host}] ${line}`)
		.join('\n')}\n`;
}
