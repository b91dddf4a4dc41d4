// Cedar as Amazon Bedrock AgentCore's gateways use it, rewritten for Holdpoint's schema. What would permit
// more or forbid less than it did is refused, and everything that became of a policy is reported.

import { policySetTextToParts, policyToJson, policyToText } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicySource } from '../../kernel/state.ts';
import { isName } from '../annotation-text.ts';
import { positionIn } from '../problem.ts';
import { scanSource } from '../scan.ts';
import { parseProblems } from '../source.ts';
import { isWellFormed } from '../well-formed.ts';
import { translateCondition } from './agentcore-condition.ts';
import { Untranslatable } from './report.ts';
import type { ImportNote } from './report.ts';

export interface AgentCoreOptions {
  /** Connectors by target; a target that is not here keeps its name. */
  readonly targets: { readonly [target: string]: string };
  /** The gateway whose policies are wanted; null where all policies are of one gateway. */
  readonly gateway: string | null;
}

export interface Imported {
  /** Cedar for Holdpoint; empty where nothing could be translated. */
  readonly text: string;
  readonly notes: readonly ImportNote[];
}

const NAMESPACE = 'AgentCore::';
/** Of every tool of a gateway (the documentation's action hierarchy). */
const ALL_TOOLS = ['CallTool', 'Mcp'];

/** Translates one file. Total: what cannot be is among the notes. */
export function importAgentCore(source: PolicySource, options: AgentCoreOptions): Imported {
  const file = source.name;
  const problems = problemsOf(source);
  if (problems.length > 0) {
    const refused = { file, kind: 'refused', policy: null, id: null } as const;
    return { text: '', notes: problems.map(({ line, message }) => ({ ...refused, line, message })) };
  }
  const { statements } = scanSource(source.text);
  const texts: string[] = [];
  const notes = statements.flatMap(({ start, end }, index): ImportNote[] => {
    const { line } = positionIn(source, start);
    const told: string[] = [];
    let name = `number ${index + 1}`;
    try {
      const json = jsonOf(source.text.slice(start, end));
      name = json.annotations?.['id'] ?? name;
      const { id, policy } = translate(json, `${stemOf(file)}.${index + 1}`, options, told);
      texts.push(textOf(policy));
      const changes = [...new Set(told)].map((message) => ({ kind: 'changed' as const, message }));
      const all = [{ kind: 'translated' as const, message: `became ${id}` }, ...changes];
      return all.map((one) => ({ file, line, policy: name, id, ...one }));
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      return [{ file, line, kind: 'refused', policy: name, id: null, message: error.message }];
    }
  });
  return { text: texts.join('\n\n') + (texts.length > 0 ? '\n' : ''), notes };
}

/** Why the file as a whole is not taken. */
function problemsOf(source: PolicySource): readonly { readonly line: number; readonly message: string }[] {
  if (!isWellFormed(source.text)) return [{ line: 1, message: 'the text is not well-formed' }];
  const parsed = policySetTextToParts(source.text);
  if (parsed.type === 'success') {
    const { excess } = scanSource(source.text);
    return excess.map(({ offset, message }) => ({ ...positionIn(source, offset), message }));
  }
  const problems = parsed.errors.flatMap((error) => parseProblems(source, error));
  return problems.map(({ line, message, help }) => {
    const hint = help === null ? '' : ` (${help})`;
    return { line, message: `the official parser does not take the file: ${message}${hint}` };
  });
}

/** The gateways that a file's policies name: with several of them one has to be chosen. */
export function gatewaysOf({ text }: PolicySource): readonly string[] {
  const named = text.matchAll(/\bAgentCore::Gateway::"((?:[^"\\]|\\.)*)"/g);
  return [...new Set([...named].map(([, arn = '']) => arn))];
}

function jsonOf(text: string): PolicyJson {
  const parsed = policyToJson(text);
  if (parsed.type === 'failure') throw new Untranslatable('templates are not taken');
  return parsed.json;
}

function textOf(policy: PolicyJson): string {
  const written = policyToText(policy);
  if (written.type === 'failure') throw new Untranslatable('the translation cannot be written as Cedar');
  return written.text;
}

function translate(
  json: PolicyJson,
  fallbackId: string,
  options: AgentCoreOptions,
  told: string[],
): { readonly id: string; readonly policy: PolicyJson } {
  const note = (message: string): void => void told.push(message);
  const { id, annotations } = translateAnnotations(json, fallbackId, note);
  const principal = translatePrincipal(json.principal, note);
  const action = translateAction(json.action, options, note);
  const resource = translateResource(json.resource, options, note);
  const conditions = json.conditions.map(({ kind, body }) => ({
    kind,
    body: translateCondition(body, note),
  }));
  return { id, policy: { effect: json.effect, annotations, principal, action, resource, conditions } };
}

function translateAnnotations(
  { annotations = {} }: PolicyJson,
  fallbackId: string,
  note: (message: string) => void,
): { readonly id: string; readonly annotations: Record<string, string> } {
  const { id: given, ...others } = annotations;
  const id = given !== undefined && given !== null && isName(given) ? given : fallbackId;
  const said = Object.entries(others).map(([name, value]) => `@${name}("${value ?? ''}")`);
  for (const one of said) note(`${one} is no annotation of Holdpoint: its text stands in @reason`);
  return { id, annotations: { id, ...(said.length === 0 ? {} : { reason: said.join(' ') }) } };
}

function translatePrincipal(
  constraint: PolicyJson['principal'],
  note: (message: string) => void,
): PolicyJson['principal'] {
  if (constraint.op === 'All' || (constraint.op === 'is' && isTypeOfCaller(constraint.entity_type))) {
    if (constraint.op === 'is' && constraint.in !== undefined)
      throw new Untranslatable('principal in a group');
    note('the principal became the agent that asks; whom it asks for is context.task.requester');
    return { op: 'is', entity_type: 'Agent' };
  }
  if (constraint.op !== '==' || !('entity' in constraint))
    throw new Untranslatable('such a principal is not known');
  const { type, id } = uidOf(constraint.entity);
  if (!isTypeOfCaller(type)) throw new Untranslatable(`a principal of the type ${type} is not known`);
  note(`${type}::"${id}" became the agent of that id`);
  return { op: '==', entity: { type: 'Agent', id } };
}

function isTypeOfCaller(type: string): boolean {
  return type === `${NAMESPACE}OAuthUser` || type === `${NAMESPACE}IamEntity`;
}

function translateAction(
  constraint: PolicyJson['action'],
  options: AgentCoreOptions,
  note: (message: string) => void,
): PolicyJson['action'] {
  if (constraint.op === 'All') {
    note('every action became every tool: the verbs of the organisation have rules of their own');
    return { op: 'in', entity: { type: 'Action', id: 'tool' } };
  }
  if ('entities' in constraint) {
    const entities = constraint.entities.map((entity) => ({
      type: 'Action',
      id: actionIn(uidOf(entity), options),
    }));
    return { op: 'in', entities };
  }
  if (!('entity' in constraint)) throw new Untranslatable('such an action is not known');
  const uid = uidOf(constraint.entity);
  if (constraint.op === '==') return { op: '==', entity: { type: 'Action', id: toolIn(uid, options) } };
  return { op: 'in', entity: { type: 'Action', id: actionIn(uid, options) } };
}

/** `Target___tool` is a tool; a target alone stands for all of its tools. */
function actionIn(uid: Uid, options: AgentCoreOptions): string {
  if (ALL_TOOLS.includes(uid.id)) return 'tool';
  return uid.id.includes('___') ? toolIn(uid, options) : `${connectorOf(uid.id, options)}/*`;
}

function toolIn({ type, id }: Uid, options: AgentCoreOptions): string {
  const at = id.indexOf('___');
  if (type !== `${NAMESPACE}Action` || at <= 0) {
    throw new Untranslatable(`${type}::"${id}" is no tool: a tool is AgentCore::Action::"Target___tool"`);
  }
  return `${connectorOf(id.slice(0, at), options)}/${id.slice(at + 3)}`;
}

function connectorOf(target: string, { targets }: AgentCoreOptions): string {
  return Object.hasOwn(targets, target) ? (targets[target] ?? target) : target;
}

function translateResource(
  constraint: PolicyJson['resource'],
  { gateway }: AgentCoreOptions,
  note: (message: string) => void,
): PolicyJson['resource'] {
  if (constraint.op === 'All') return { op: 'All' };
  if (
    constraint.op === 'is' &&
    constraint.entity_type === `${NAMESPACE}Gateway` &&
    constraint.in === undefined
  ) {
    return { op: 'All' };
  }
  if (constraint.op !== '==' || !('entity' in constraint))
    throw new Untranslatable('such a resource is not known');
  const { type, id } = uidOf(constraint.entity);
  if (type !== `${NAMESPACE}Gateway`) throw new Untranslatable(`a resource of the type ${type} is not known`);
  if (gateway !== null && gateway !== id) throw new Untranslatable(`it is for another gateway, ${id}`);
  note(`the gateway ${id} is left out: its tools are told apart by their connector`);
  return { op: 'All' };
}

interface Uid {
  readonly type: string;
  readonly id: string;
}

/** The parser answers with the plain form. */
function uidOf(entity: object): Uid {
  if ('type' in entity && 'id' in entity) return { type: String(entity.type), id: String(entity.id) };
  throw new Untranslatable('an entity is written in another form');
}

/** A name for the file's policies: its own, without what a policy's id may not have. */
function stemOf(name: string): string {
  const [file = ''] = name.split(/[\\/]/).slice(-1);
  const stem = file.replace(/\.cedar$/, '').replaceAll(/[^A-Za-z0-9._-]/g, '-');
  return /^[A-Za-z0-9]/.test(stem) ? stem.slice(0, 80) : 'imported';
}
