// The compiled evaluator's answer to a case.

import { policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { EntityJson, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { createCedar } from '../../src/policy/cedar/cedar.ts';
import type { CedarPolicy } from '../../src/policy/cedar/cedar.ts';
import { EntityStore } from '../../src/policy/cedar/entity-store.ts';
import type { Scene } from '../../src/policy/cedar/expression.ts';
import { Refusal } from '../../src/policy/cedar/failure.ts';
import { readEntities, readScene } from '../../src/policy/cedar/request.ts';
import { readSchema } from '../../src/policy/cedar/schema.ts';
import type { CedarRecord } from '../../src/policy/cedar/value.ts';
import { readUid, readValue } from '../../src/policy/cedar/value-json.ts';
import type { CedarCase } from './draft.ts';
import { STAND_INS } from './expression.ts';
import { REFUSED } from './reference.ts';
import type { Outcome } from './reference.ts';
import type { FuzzRequest } from './store.ts';

/** An outcome for each request; null where the compiler does not take a policy, so that nothing is asked. */
export function askCompiled(asked: CedarCase): readonly Outcome[] | null {
  const { cedar, refused } = createCedar(policiesOf(asked));
  if (refused.length > 0) return null;
  const read = readerOf(asked);
  return asked.requests.map((request) => {
    const scene = refusedAsNull(() => read(request));
    if (scene === null) return REFUSED;
    const { decision, reason, errors: failures } = cedar.isAuthorized(scene);
    const errors = failures.map(({ policy, kind }) => (kind === 'overflow' ? `${policy}: overflow` : policy));
    return { decision, reason: reason.toSorted(), errors: errors.toSorted() };
  });
}

function policiesOf({ policies, templates, links }: CedarCase): CedarPolicy[] {
  const fixed = Object.entries(policies).map(([id, text]) => ({ id, json: jsonOf(text, policyToJson) }));
  const linked = links.map(({ templateId, newId, values }) => {
    const json = jsonOf(templates[templateId] ?? '', templateToJson);
    return { id: newId, json, slots: values };
  });
  return [...fixed, ...linked];
}

/** The parser's JSON, but with the bounds of the integers as they are in the text, and not rounded. */
function jsonOf(text: string, toJson: typeof policyToJson): PolicyJson {
  // Not within the strings that have a unit or a fraction after the bound.
  const readable = STAND_INS.reduce(
    (part, [standIn, meant]) => part.replaceAll(new RegExp(`${meant}(?![m.])`, 'g'), String(standIn)),
    text,
  );
  const parsed = toJson(readable);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  return revived(parsed.json) as PolicyJson;
}

function revived(node: unknown): unknown {
  if (typeof node === 'number') {
    const [, meant] = STAND_INS.find(([standIn]) => standIn === Math.abs(node)) ?? [];
    return meant === undefined ? node : BigInt(Math.sign(node)) * BigInt(meant);
  }
  if (Array.isArray(node)) return node.map(revived);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, revived(inner)]));
}

function readerOf({ schema: json, entities }: CedarCase): (request: FuzzRequest) => Scene {
  if (json === null) return (request) => readUntyped(request, entities);
  const schema = readSchema(json);
  const store = refusedAsNull(() => readEntities(schema, entities));
  return (request) => {
    if (store === null) throw new Refusal('the entities are refused');
    return readScene(schema, request, store);
  };
}

/** Without a schema there is nothing to check data by: it is taken as it is. */
function readUntyped(
  { principal, action, resource, context }: FuzzRequest,
  entities: readonly EntityJson[],
): Scene {
  const read = entities.map(({ uid, attrs, parents, tags = {} }) => ({
    uid: readUid(uid),
    attributes: readValue(attrs) as CedarRecord,
    tags: readValue(tags) as CedarRecord,
    parents: parents.map(readUid),
  }));
  return {
    principal: readUid(principal),
    action: readUid(action),
    resource: readUid(resource),
    context: readValue(context) as CedarRecord,
    entities: new EntityStore(new Map(read.map((entity) => [entity.uid.key, entity]))),
  };
}

function refusedAsNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
