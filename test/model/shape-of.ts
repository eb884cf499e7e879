import {parseShape, type Shape} from '../../src/model/shape.js';

/** The shape that a text stands for; a test that writes a wrong shape fails here. */
export function shapeOf(text: string): Shape {
	const shape = parseShape(text);
	if (!shape) throw new Error(`not a shape: ${text}`);
	return shape;
}
