/** Stands near the beginning of every report that is saved: a report is no evidence, though it quotes some. */
export const REPORT_MARK = 'Written by xla-triage: a report, not a log';
