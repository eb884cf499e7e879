/** When something was, in words for a list: `today 17:20`, `yesterday 09:05`, `12 Nov 2026`. */
export function whenText(iso: string, now: Date): string {
	const then = new Date(iso);
	if (Number.isNaN(then.getTime())) return 'at an unknown time';
	const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
	const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
	if (days === 0) return `today ${clock}`;
	if (days === 1) return `yesterday ${clock}`;
	return `${then.getDate()} ${MONTHS[then.getMonth()] ?? ''} ${then.getFullYear()}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function startOfDay(date: Date): number {
	return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function two(number: number): string {
	return String(number).padStart(2, '0');
}
