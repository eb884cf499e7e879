/** A dimension that is the product of others, as a reshape shows: tokens = batch × sequence. */
export interface Product {
	readonly whole: number;
	/** Major first. */
	readonly parts: readonly number[];
}

/** Sets of dimensions that have one extent and change together. Extents of 1 are never united: they say nothing. */
export class Unions {
	#parent = new Int32Array(1 << 12);
	#extent = new Float64Array(1 << 12);
	#size = 0;
	readonly #products = new Map<string, Product>();
	readonly #scales = new Map<string, readonly [number, number]>();

	get size(): number {
		return this.#size;
	}

	/** A new dimension. */
	add(extent: number): number {
		const node = this.#size++;
		if (node >= this.#parent.length) {
			const parent = new Int32Array(2 * this.#parent.length);
			parent.set(this.#parent);
			this.#parent = parent;
			const extents = new Float64Array(2 * this.#extent.length);
			extents.set(this.#extent);
			this.#extent = extents;
		}
		this.#parent[node] = node;
		this.#extent[node] = extent;
		return node;
	}

	find(node: number): number {
		const parent = this.#parent;
		let root = node;
		while (parent[root] !== root) {
			const up = parent[root] ?? root;
			parent[root] = parent[up] ?? up;
			root = parent[root] ?? root;
		}
		return root;
	}

	extent(node: number): number {
		return this.#extent[node] ?? 0;
	}

	/** The two are one; nothing happens where their extents differ, or where there is only one. */
	unify(a: number | undefined, b: number | undefined): void {
		if (a === undefined || b === undefined) return;
		const extent = this.extent(a);
		if (extent !== this.extent(b) || extent <= 1) return;
		const [x, y] = [this.find(a), this.find(b)];
		// The smaller number stays: names do not depend on the order of operations.
		if (x !== y) this.#parent[Math.max(x, y)] = Math.min(x, y);
	}

	/** `whole` is the product of `parts`. */
	relate(whole: number, parts: readonly number[]): void {
		if (this.#products.size > 200_000) return;
		const product = {whole: this.find(whole), parts: parts.map((part) => this.find(part))};
		this.#products.set([product.whole, ...product.parts].join(), product);
	}

	/** Products of the same dimensions are one dimension. */
	uniteEqualProducts(): void {
		const wholes = new Map<string, number>();
		for (const {whole, parts} of this.products()) {
			const key = parts.join();
			const same = wholes.get(key);
			if (same === undefined) wholes.set(key, whole);
			else this.unify(same, whole);
		}
	}

	/** Two dimensions are one but for their extents: a part of it, or padded. */
	scale(a: number, b: number): void {
		if (this.#scales.size < 200_000) this.#scales.set(`${this.find(a)},${this.find(b)}`, [a, b]);
	}

	/** All products, by the sets that their dimensions are in now. */
	products(): readonly Product[] {
		const products = new Map<string, Product>();
		for (const {whole, parts} of this.#products.values()) {
			const found = {whole: this.find(whole), parts: parts.map((part) => this.find(part))};
			products.set([found.whole, ...found.parts].join(), found);
		}
		return [...products.values()];
	}

	/** Pairs of sets that are one dimension with two extents. */
	scales(): readonly (readonly [number, number])[] {
		const pairs = new Map<string, readonly [number, number]>();
		for (const pair of this.#scales.values()) {
			const [a, b] = [this.find(pair[0]), this.find(pair[1])];
			if (a !== b) pairs.set(`${a},${b}`, [a, b]);
		}
		return [...pairs.values()];
	}
}
