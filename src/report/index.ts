export {bullets, heading, paragraph, runs, strong, table} from './blocks.js';
export {bugReportDocument} from './bug-report.js';
export {diagnosisDocument, type ReportContext} from './diagnosis.js';
export {diagnosisJson, type DiagnosisJson, type JsonContext} from './diagnosis-json.js';
export {printHtml} from './html.js';
export {printMarkdown} from './markdown.js';
export {flagDocument, pageDocument, remedyDocument} from './pages.js';
export {printBlocks, printPlain, type PlainOptions} from './plain.js';
export {redact, redactionText, type KnownSecrets, type Replacement} from './redact.js';
