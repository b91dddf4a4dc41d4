// An obligation stands where something is permitted; one that could never be carried out is an error when it
// is written.

import type { Obligation } from '../kernel/policy.ts';
import { isName, readDuration, readList } from './annotation-text.ts';

/** The annotations that make obligations. */
export const OBLIGATIONS = [
  'redact',
  'cap_rows',
  'notify',
  'record_payload',
  'step_up',
  'obligation',
] as const;

type Name = (typeof OBLIGATIONS)[number];
type Annotations = { readonly [name: string]: string | null };
type Report = (annotation: string, message: string, help: string) => null;

const ROWS = /^[1-9]\d{0,8}$/;
const OTHER = /^([^:]+)(?::(.*))?$/s;
const POINTER = /^(?:\/(?:[^/~]|~[01])+)+$/;

/** A permit, a forbid that people can lift, or one that they cannot. */
export type Standing = 'permit' | 'liftable' | 'plain';

/** What the annotations of one policy ask of whoever enforces it; problems are reported. */
export function readObligations(annotations: Annotations, standing: Standing, report: Report): Obligation[] {
  return OBLIGATIONS.flatMap((name) => {
    const text = annotations[name];
    if (text === undefined) return [];
    if (standing === 'plain' && name !== 'notify') {
      report(name, `@${name} stands on a forbid that nobody can lift`, 'write it on what permits');
      return [];
    }
    const obligation = READERS[name](text);
    if (typeof obligation !== 'string') return [obligation];
    report(name, `@${name} should be ${obligation}`, EXAMPLES[name]);
    return [];
  });
}

const EXAMPLES: { readonly [name in Name]: string } = {
  redact: 'like "ssn, /customers/*/email": names anywhere, or JSON pointers',
  cap_rows: 'like "100"',
  notify: 'like "security, finance"',
  record_payload: 'write it alone',
  step_up: 'a whole number of s, m or h, like "15m"',
  obligation: 'like "watermark: internal"',
};

/** The obligation, or what it should have been. */
const READERS: { readonly [name in Name]: (text: string | null) => Obligation | string } = {
  redact(text) {
    const fields = [...new Set(readList(text))];
    return fields.every(isField) ? { kind: 'redact', fields } : 'a list of fields';
  },
  cap_rows: (text) =>
    ROWS.test(text ?? '') ? { kind: 'cap-rows', rows: Number(text) } : 'a whole number from 1 on',
  notify(text) {
    const roles = [...new Set(readList(text))];
    return roles.every(isName) ? { kind: 'notify', roles } : 'a list of roles';
  },
  record_payload: (text) => ((text ?? '') === '' ? { kind: 'record-payload' } : 'without a value'),
  step_up(text) {
    const withinSeconds = readDuration(text);
    return withinSeconds === null ? 'a duration' : { kind: 'step-up', withinSeconds };
  },
  obligation(text) {
    const [, name = '', value = ''] = OTHER.exec(text ?? '') ?? [];
    return isName(name.trim())
      ? { kind: 'other', name: name.trim(), value: value.trim() }
      : 'a name and a value';
  },
};

/** A name that stands anywhere, or a pointer (RFC 6901) of which `*` is every member. */
function isField(field: string): boolean {
  return field.startsWith('/') ? POINTER.test(field) : field !== '' && field !== '*' && !field.includes('/');
}
