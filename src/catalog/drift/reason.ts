// Why a change is not harmless, in words a reviewer can check at the place named.

export type DriftVerdict = 'harmless' | 'review' | 'block';

export interface DriftReason {
  /** Of `DRIFT_RULES`, or of the poison scan. */
  readonly rule: string;
  /** JSON pointer into the new definition. */
  readonly pointer: string;
  readonly text: string;
}

/** What makes a change more than harmless, beside what the poison scan finds, by id. */
export const DRIFT_RULES: { readonly [id: string]: string } = {
  'speaks-of-other-things': 'a new sentence is not known to be documentation of the tool itself',
  'new-effect': 'the tool may now do something that it did not do',
  'wider-egress': 'what it is given reaches further',
  'new-authority-argument': 'a new argument says whom, how much, with which secret, or what is run',
  'new-safety-switch': 'a new argument may take a safeguard away',
  'argument-loosened': 'an argument takes more than before, or may be left out',
  'argument-filled': 'an argument has another default',
  'safeguard-removed': 'an argument that narrowed what is done is gone',
  'strange-name': 'a new name or value is not known to be a plain one',
  'pattern-changed': 'a pattern is new, different or gone',
  'schema-changed': 'a part of the schema that is not compared in detail is different',
  'schema-unreadable': 'the schema is too large or too deep to compare, or refers to what is not there',
  'promise-withdrawn': 'it no longer promises to read only, or to take the named arguments alone',
  'annotation-contradicts': 'an annotation promises what is not seen',
  'output-changed': 'its results hold other kinds of data, or others may now write them',
};
