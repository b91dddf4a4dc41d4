// A client of 2025-11-25 is asked to show an address under a name, and told by that name when what waited
// there is over. The revision after it has neither.

import { randomUUID } from 'node:crypto';

type Answer = Record<string, unknown>;

export interface Shown {
  /** The answer, with a name for each address that it asks to have shown. */
  name(answer: Answer): Answer;
  /** To be called with what became of the request that was asked under the state; who waits hears nothing. */
  end(requestState: string | undefined, answer: Answer): void;
}

interface Question {
  readonly params?: { readonly mode?: unknown };
}

/** Of rounds that nobody came back from; one client has few at once. */
const MOST = 100;

export function createShown(tell: (elicitationId: string) => Promise<void>): Shown {
  const open = new Map<string, readonly string[]>();
  return {
    name(answer) {
      if (answer['resultType'] !== 'input_required') return answer;
      const ids: string[] = [];
      const named = Object.entries((answer['inputRequests'] ?? {}) as Record<string, Question>).map(
        ([key, question]) => {
          if (question.params?.mode !== 'url') return [key, question];
          const elicitationId = randomUUID();
          ids.push(elicitationId);
          return [key, { ...question, params: { ...question.params, elicitationId } }];
        },
      );
      open.set(String(answer['requestState']), ids);
      const [oldest] = open.keys();
      if (open.size > MOST) open.delete(oldest!);
      return { ...answer, inputRequests: Object.fromEntries(named) as Answer };
    },
    end(requestState, answer) {
      const ids = open.get(requestState ?? '') ?? [];
      open.delete(requestState ?? '');
      if (isHeld(answer)) return;
      // A client that is gone waits for nothing.
      for (const id of ids) tell(id).catch(() => undefined);
    },
  };
}

function isHeld({ _meta }: { readonly _meta?: unknown }): boolean {
  const { 'io.modelcontextprotocol/authorization': refused } = (_meta ?? {}) as {
    readonly 'io.modelcontextprotocol/authorization'?: { readonly category?: unknown };
  };
  return refused?.category === 'held';
}
