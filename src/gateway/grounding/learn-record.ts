// What a record of a task's stream says about where its values come from. Words that were erased say nothing.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import { NO_DATA } from '../../kernel/flow/label.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { State } from '../../kernel/state.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import { valuesIn } from './result-value.ts';
import type { GroundedTool, TaskGrounding } from './task-grounding.ts';

export type Telling = EventOf<'task-opened'> | EventOf<'action-permitted'> | EventOf<'action-settled'>;

export function isTelling(event: Event): event is Telling {
  const { type } = event;
  return type === 'task-opened' || type === 'action-permitted' || type === 'action-settled';
}

/** Commitment to the words that the record is about; null where it has none. */
export function wordsOf(event: Telling): string | null {
  switch (event.type) {
    case 'task-opened':
      return event.body.prompt;
    case 'action-permitted':
      return event.body.arguments;
    case 'action-settled':
      return event.body.result;
  }
}

/** What a text says that stands behind a record's commitment: a prompt is its own words. */
export function parseWords({ type }: Telling, text: string): Json {
  return type === 'task-opened' ? text : (JSON.parse(text) as Json);
}

/** A tool as it is admitted now; null where it is not. */
export function findTool(
  connectors: State['connectors'],
  connector: string,
  tool: string,
): GroundedTool | null {
  const tools = entryOf(connectors, connector)?.admitted?.tools ?? {};
  const found = entryOf(tools, tool);
  return found === null ? null : { ...found, connector };
}

/** @param words what the record commits to, read: a text for a prompt, else JSON; null where it is gone */
export function learnRecord(
  grounding: TaskGrounding,
  event: Telling,
  words: Json,
  connectors: State['connectors'],
): void {
  switch (event.type) {
    case 'task-opened':
      if (words === null) return;
      // What an agent says that its user said is nobody's word.
      if (event.body.trigger === 'person') grounding.prompted(words as string, event.id);
      else grounding.given(words, event.id);
      return;
    case 'action-permitted': {
      const {
        action,
        connector,
        tool,
        effects,
        hold,
        grounding: known = [],
        output,
        sent,
        unvouched,
      } = event.body;
      const admitted = findTool(connectors, connector, tool);
      if (admitted === null || words === null) return;
      const approved = hold === null ? null : event.id;
      const read = unvouched === undefined ? {} : ({ readsUnvouched: true } as const);
      const its = { ...admitted, effects };
      const call = { action, tool: its, input: words, grounding: known, approved, ...read };
      grounding.called(sent === undefined ? call : { ...call, output, sent });
      return;
    }
    case 'action-settled': {
      const { action, findings = [], labels = NO_DATA, unvouched } = event.body;
      const values = words === null ? [] : valuesIn(words as unknown as UpstreamReply);
      const { objects = [] } = unvouched ?? {};
      grounding.answered({ action, source: event.id, values, findings, labels, unvouched: objects });
    }
  }
}
