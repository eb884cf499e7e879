/** Put in by the build, from package.json. */
declare const XLA_TRIAGE_VERSION: string;
