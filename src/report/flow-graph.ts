// Drawings of flows: as Mermaid for wikis, as a picture for the handbook, as text for a terminal.
export {flowMermaid} from './flow-mermaid.js';
export {flowNames, partOf, type Trail} from './flow-part.js';
export {flowSvg} from './flow-svg.js';
export {flowText, type FlowTextOptions} from './flow-text.js';
