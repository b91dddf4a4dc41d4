// A call whose connector asked a person something stays in flight while the client fetches the answer in a
// new request. Only the same task with the same action finds it again, and only once per question.

import type { ActAnswer } from '../../gateway/action/act.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** What comes next from a running call: its end, or a question for the person at the client. */
export type Turn =
  | { readonly answer: ActAnswer }
  | { readonly question: JsonObject; readonly parked: string };

export interface ParkedCall {
  /** Who may take it up again: task and action. */
  readonly owner: string;
  /** While a request waits for its turn here, the end of that request is the end of the call. */
  next(gone: AbortSignal): Promise<Turn>;
  reply(answer: JsonObject): void;
}

export interface Parking {
  /** Starts a call that may ask; `start` gets the way to ask. */
  start(
    owner: string,
    start: (ask: (question: JsonObject) => Promise<JsonObject>, signal: AbortSignal) => Promise<ActAnswer>,
  ): ParkedCall;
  /** The waiting call; it is handed out once. Null: unknown, someone else's, or over. */
  take(id: string, owner: string): ParkedCall | null;
}

const LONGEST_MS = 10 * 60_000;

export function createParking(mint: () => string): Parking {
  const parked = new Map<string, ParkedCall>();
  return {
    start(owner, start) {
      let ask: ((turn: Turn) => void) | null = null;
      let reply: ((answer: JsonObject) => void) | null = null;
      const controller = new AbortController();
      let waiting: Promise<Turn> = nextTurn();
      function nextTurn(): Promise<Turn> {
        return new Promise((resolve) => {
          ask = resolve;
        });
      }
      const call: ParkedCall = {
        owner,
        next: (gone) => attend(Promise.race([waiting, ended]), gone, controller),
        reply(answer) {
          waiting = nextTurn();
          reply?.(answer);
          reply = null;
        },
      };
      const ended = start((question) => {
        // One at a time: an answer must never reach a question that its person did not see.
        if (reply !== null) return Promise.resolve<JsonObject>({ action: 'decline' });
        const id = mint();
        parked.set(id, call);
        return new Promise((resolve) => {
          // A client that never comes back has declined.
          const timer = setTimeout(() => resolve({ action: 'cancel' }), LONGEST_MS);
          timer.unref();
          reply = (answer) => {
            clearTimeout(timer);
            resolve(answer);
          };
          ask?.({ question, parked: id });
        }).finally(() => {
          parked.delete(id);
          reply = null;
        }) as Promise<JsonObject>;
      }, controller.signal).then((answer) => ({ answer }));
      return call;
    },
    take(id, owner) {
      const call = parked.get(id);
      if (call === undefined || call.owner !== owner) return null;
      parked.delete(id);
      return call;
    },
  };
}

async function attend(turn: Promise<Turn>, gone: AbortSignal, controller: AbortController): Promise<Turn> {
  const abort = (): void => controller.abort();
  gone.addEventListener('abort', abort);
  if (gone.aborted) abort();
  try {
    return await turn;
  } finally {
    gone.removeEventListener('abort', abort);
  }
}
