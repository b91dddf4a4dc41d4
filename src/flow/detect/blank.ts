// What was found in a value can be taken out of it, place by place; where it stands in a name, or was not
// looked for everywhere, it cannot.

import type { Json } from '../../kernel/json.ts';
import { stepTo } from './detect.ts';
import type { Detected, Finding } from './detect.ts';

/**
 * The value with the findings replaced by `[redacted:<kind>]`; null where not all can be.
 *
 * @param found what `detect` found in this very value
 * @param isOut which of it is taken out
 */
export function blank(value: Json, found: Detected, isOut: (finding: Finding) => boolean): Json | null {
  const out = found.findings.filter(isOut);
  if (!found.isWhole || out.some(({ isInName }) => isInName)) return null;
  const places = new Map<string, Finding[]>();
  for (const finding of out) places.set(finding.pointer, [...(places.get(finding.pointer) ?? []), finding]);
  return blankAt(value, '', places);
}

function blankAt(value: Json, pointer: string, places: ReadonlyMap<string, readonly Finding[]>): Json {
  const findings = places.get(pointer);
  if (findings !== undefined)
    return cover(typeof value === 'string' ? value : JSON.stringify(value), findings);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, at) => blankAt(item, stepTo(pointer, String(at)), places));
  }
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([name, one]) => [name, blankAt(one, stepTo(pointer, name), places)]),
  );
}

function cover(text: string, findings: readonly Finding[]): string {
  let kept = '';
  let at = 0;
  for (const { kind, start, end } of findings) {
    kept += `${text.slice(at, start)}[redacted:${kind}]`;
    at = end;
  }
  return kept + text.slice(at);
}
