// What happened to an agent, told from the records: the newest first, each model with the one before it.

import type { RecordView } from '../../../../src/surfaces/http/contract.ts';

export interface AgentEvent {
  readonly record: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly who: string;
  readonly says: string;
  /** What it decides on moved: its model, or what it has seen. */
  readonly isDrift: boolean;
}

interface Model {
  readonly provider: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** @param records in the ledger's order; those of others are left out */
export function historyOf(agent: string, records: readonly RecordView[]): readonly AgentEvent[] {
  let model: Model | null = null;
  const events: AgentEvent[] = [];
  for (const { id, seq, time, actor, type, body } of records) {
    if (!isAbout(agent, body)) continue;
    const told = wordsOf(type, body, model);
    if (type === 'agent-model-changed') model = body['model'] as Model | null;
    if (told === null) continue;
    events.push({ record: id, seq, time, who: actor.id, says: told, isDrift: DRIFTS.has(type) });
  }
  return events.toReversed();
}

const DRIFTS = new Set(['agent-model-changed', 'agent-exposed']);

function isAbout(agent: string, { agent: named, target }: RecordView['body']): boolean {
  const { kind, id } = (target ?? {}) as { readonly kind?: string; readonly id?: string };
  const registered = (named ?? {}) as { readonly id?: string };
  return named === agent || registered.id === agent || (kind === 'agent' && id === agent);
}

function wordsOf(type: string, body: RecordView['body'], before: Model | null): string | null {
  switch (type) {
    case 'agent-registered':
      return `registered: ${(body['agent'] as { readonly owner: string }).owner} answers for it`;
    case 'agent-model-changed':
      return modelWords(before, body['model'] as Model | null);
    case 'agent-allowance-changed':
      return `what it may use up ${body['limit'] === null ? 'is not limited any more' : 'was limited'}`;
    case 'agent-holds-limited':
      return `what may wait for people ${body['holds'] === null ? 'is as usual again' : 'was limited'}`;
    case 'agent-exposed': {
      const categories = (body['categories'] as readonly string[]).join(', ');
      return `saw ${body['sensitivity'] as string} data${categories === '' ? '' : `: ${categories}`}`;
    }
    case 'killed':
      return 'stopped';
    case 'kill-lifted':
      return 'let run again';
    default:
      return null;
  }
}

function modelWords(before: Model | null, now: Model | null): string {
  if (now === null) return 'nobody says any more which model it is';
  const name = `${now.provider}/${now.name}`;
  if (before === null) return `its model is ${name}`;
  const old = `${before.provider}/${before.name}`;
  return old === name ? `${name} has another fingerprint` : `its model is ${name}, and was ${old}`;
}
