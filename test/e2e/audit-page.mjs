// What is looked at inside a page: runs in the browser, so it uses nothing from outside.

/** Faults of accessibility that can be measured: contrast, headings, landmarks, names, tables, links, width. */
export function auditPage() {
	const faults = [];
	const say = (rule, node) => faults.push(`${rule}: ${node.outerHTML.slice(0, 120)}`);

	// Contrast of every visible text with what lies after it.
	const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
	const luminance = (colour) => {
		const [r, g, b] = colour.map((part) => {
			const share = part / 255;
			return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const over = (top, bottom) =>
		top.slice(0, 3).map((part, index) => part * (top[3] ?? 1) + bottom[index] * (1 - (top[3] ?? 1)));
	const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
	const svgGround = (node) => {
		// In a drawing what lies behind a text is the box of its group, else the ground.
		const box = node.closest('g')?.querySelector('rect') ?? node.closest('svg')?.querySelector('rect');
		return box ? parse(getComputedStyle(box).fill) : undefined;
	};
	const ground = (node) => {
		const layers = [];
		for (let at = node; at; at = at.parentElement) {
			const drawn = at instanceof SVGTextElement ? svgGround(at) : undefined;
			const colour = drawn ?? parse(getComputedStyle(at).backgroundColor);
			if ((colour[3] ?? 1) > 0) layers.push(colour);
			if ((colour[3] ?? 1) === 1) break;
		}
		return layers.reduceRight((below, layer) => over(layer, below), canvas);
	};
	const seen = new Map();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	let texts = 0;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const parent = node.parentElement;
		if (node.textContent.trim() === '' || parent.closest('style, title, desc, script')) continue;
		const looks = getComputedStyle(parent);
		if (looks.visibility === 'hidden' || looks.display === 'none') continue;
		texts += 1;
		const inSvg = parent instanceof SVGElement;
		const front = parse(inSvg ? looks.fill : looks.color);
		const back = ground(parent);
		const key = `${front}/${back}`;
		if (!seen.has(key)) {
			const [high, low] = [luminance(over(front, back)), luminance(back)].sort((a, b) => b - a);
			seen.set(key, (high + 0.05) / (low + 0.05));
		}
		if (seen.get(key) < 4.5) say(`contrast ${seen.get(key).toFixed(2)}`, parent);
	}

	// Headings: one of the first level, no level left out.
	const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
	if (headings.filter(({tagName}) => tagName === 'H1').length !== 1) faults.push('there is not exactly one h1');
	let last = 0;
	for (const heading of headings) {
		const level = Number(heading.tagName[1]);
		if (level > last + 1) say(`heading jumps from ${last} to ${level}`, heading);
		if (heading.textContent.trim() === '') say('empty heading', heading);
		last = level;
	}

	// Landmarks, names, tables, links.
	for (const tag of ['main', 'nav', 'header', 'footer']) {
		if (document.querySelectorAll(`body > ${tag}`).length !== 1) faults.push(`there is not exactly one ${tag}`);
	}
	for (const node of document.body.children) {
		if (!['MAIN', 'NAV', 'HEADER', 'FOOTER'].includes(node.tagName) && !node.classList.contains('skip'))
			say('outside of landmarks', node);
	}
	if (!document.documentElement.lang) faults.push('no language');
	if (!document.title) faults.push('no title');
	const ids = new Map();
	for (const node of document.querySelectorAll('[id]')) ids.set(node.id, (ids.get(node.id) ?? 0) + 1);
	for (const [id, times] of ids) if (times > 1) faults.push(`id ${id} is given ${times} times`);
	for (const node of document.querySelectorAll('[aria-labelledby]'))
		if (!ids.has(node.getAttribute('aria-labelledby'))) say('label is missing', node);
	for (const link of document.querySelectorAll('a')) {
		if (link.textContent.trim() === '') say('link without words', link);
		const target = link.getAttribute('href');
		if (target?.startsWith('#') && !ids.has(target.slice(1))) say('link leads nowhere', link);
	}
	for (const svg of document.querySelectorAll('svg'))
		if (!svg.querySelector('title')?.textContent) say('drawing without a name', svg);
	for (const node of document.querySelectorAll('img:not([alt])')) say('picture without words', node);
	for (const table of document.querySelectorAll('table')) {
		if (table.querySelectorAll('th').length === 0) say('table without heads', table);
		for (const head of table.querySelectorAll('th'))
			if (head.textContent.trim() === '' || !head.scope) say('empty head', table);
	}
	// What scrolls must be reached by the keyboard.
	for (const node of document.querySelectorAll('body *')) {
		const looks = getComputedStyle(node);
		const scrolls = /auto|scroll/.test(looks.overflowX) && node.scrollWidth > node.clientWidth + 1;
		if (scrolls && node.tabIndex < 0) say('scrolls and has no focus', node);
	}
	const {scrollWidth} = document.scrollingElement;
	if (scrollWidth > innerWidth + 1) faults.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`);
	return {faults, texts, headings: headings.length, pairs: seen.size};
}
