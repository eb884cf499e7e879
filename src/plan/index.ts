export {diagnose, diagnoseUnasked} from './diagnose.js';
export {acceptanceOf} from './flag-acceptance.js';
export {addLine, flagCommand, undoLine} from './flag-command.js';
export {harmfulFlags} from './harmful-flags.js';
export {roleOf} from './role.js';
export {shellSnippet} from './shell-snippet.js';
export {signText, standOf} from './standing.js';
export {typedRemedy, whatIf} from './what-if.js';
export {stepHolds} from './step-holds.js';
