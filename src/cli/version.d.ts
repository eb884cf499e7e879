/** Put in by the build, from package.json. */
declare const XLA_TRIAGE_VERSION: string;
/** Put in by the build: the commit that it was made from, and the edition of the playbook. */
declare const XLA_TRIAGE_BUILD: string;
declare const XLA_TRIAGE_PLAYBOOK: string;
