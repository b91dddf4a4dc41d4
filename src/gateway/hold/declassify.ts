// One value of a task, found where a record commits to it, is asked to count as less: what is asked is kept
// whole for those who decide, and recorded as commitments.

import { toDestinations } from '../../catalog/destination.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import { findTool } from '../../kernel/action/outcome.ts';
import type { Declassification, ValueSource } from '../../kernel/flow/declassification.ts';
import { macOf } from '../../kernel/flow/declassified.ts';
import type { Principal } from '../../kernel/event.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { NO_DATA } from '../../kernel/flow/label.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import type { Core } from '../core.ts';
import { keepsWords } from '../ledger/erase.ts';
import { commitToValue } from '../grounding/name-declassified.ts';
import { valuesIn } from '../grounding/result-value.ts';
import type { GroundedTool } from '../grounding/task-grounding.ts';
import { valueAt } from '../grounding/value-at.ts';
import { toEvent } from '../loop/news.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';
import { reveal } from '../views.ts';

export interface DeclassifyInput extends Pick<
  Declassification,
  'sensitivity' | 'without' | 'tool' | 'until'
> {
  readonly task: string;
  /** `record` may be the id of an action or of a hold: its arguments. */
  readonly source: ValueSource;
  /** The address of the only destination; null: any. */
  readonly destination: string | null;
  readonly reason: string;
}

export type DeclassifyAnswer = Answer & {
  /** The hold that waits for people; null: none does. */
  readonly hold: string | null;
};

/**
 * What names nothing: no text or number stands at the source, or its words are erased; no tool that is
 * admitted; or no one address.
 */
export type Unnamed = 'source' | 'tool' | 'destination';

/** Rejects with a `StoreFault`. */
export async function declassify(
  core: Core,
  actor: Principal,
  input: DeclassifyInput,
): Promise<DeclassifyAnswer | Unnamed> {
  const { task, sensitivity, without, tool, until } = input;
  await core.load(task);
  const source = { ...input.source, record: recordOf(input.source.record) };
  const value = keepsWords(core, task) ? await findValue(core, task, source) : null;
  if (value === null) return 'source';
  if (tool !== null && findTool(core.world.state(null), tool) === null) return 'tool';
  const scope = `task/${task}`;
  const destination = input.destination === null ? null : addressOf(core, scope, input.destination);
  if (destination === null && input.destination !== null) return 'destination';
  const declassification = {
    value: commitToValue(core, task, value),
    sensitivity,
    without: without.toSorted(),
    tool,
    destination,
    until,
  };
  const bytes = utf8(canonicalize({ ...input, source, without: declassification.without, value }));
  const argumentsCommitment = core.vault.commit(scope, 'arguments', bytes);
  const request = {
    kind: 'declassify',
    id: requestId(core),
    actor,
    task,
    declassification,
    source,
    carried: await carriedBy(core, task, value),
    argumentsCommitment,
    digest: digestOf(core.crypto, {
      v: 1,
      type: 'holdpoint/declassification@v1',
      task,
      arguments: argumentsCommitment,
    }),
  } as const;
  const payloads = [core.vault.seal(scope, 'arguments', argumentsCommitment, bytes)];
  const recorded = await ask(core, request, { payloads });
  return { ...toAnswer(core, recorded), hold: recorded.decision.hold };
}

/** A decision's record bears the id of the action or hold that it decided on. */
function recordOf(id: string): string {
  const [, named] = /^(?:act|hold)_(.*)$/.exec(id) ?? [];
  return named === undefined ? id : `rec_${named}.0`;
}

async function findValue(core: Core, task: string, source: ValueSource): Promise<string | number | null> {
  const stored = await core.store.find(source.record);
  const event = stored === null ? null : toEvent(stored);
  if (event === null || event.stream !== `task/${task}`) return null;
  const { arguments: given = null, result = null } = event.body as {
    readonly arguments?: string;
    readonly result?: string | null;
  };
  const text = await reveal(core, result ?? given ?? '', event.stream);
  if (text === null) return null;
  const words = JSON.parse(text) as JsonObject;
  const within = result === null ? [words] : valuesIn(words as unknown as UpstreamReply).map(readValue);
  const found = within.map((one) => valueAt(one, source.pointer)).find((one) => one !== null) ?? null;
  return typeof found === 'string' || typeof found === 'number' ? found : null;
}

function readValue({ value }: { readonly value: Json }): Json {
  return typeof value === 'string' ? readStructured(value) : value;
}

/** An address as calls commit to it; null where it is no single one. */
function addressOf(core: Core, scope: string, address: string): string | null {
  const found = toDestinations([address], (one) => core.vault.commit(scope, 'destination', utf8(one)));
  return found.length === 1 ? macOf(found[0]!.commitment) : null;
}

/** It is given to nobody yet: only where it was seen, and what it looks like, tell what it carries. */
const ALONE: GroundedTool = {
  connector: '',
  name: '',
  kind: 'tool',
  effects: [],
  inputSchema: { properties: { value: {} } },
  profile: { egress: 'none', roles: {}, output: NO_DATA },
};

async function carriedBy(
  core: Core,
  task: string,
  value: string | number,
): Promise<readonly ArgumentLabels[]> {
  const told = await core.groundings.of(task);
  return told.label(ALONE, { value });
}
