// What passes between the test and its replicas.

import type { KillTarget } from '../../src/kernel/event.ts';

export type Wish =
  | { readonly do: 'open' }
  | { readonly do: 'act'; readonly task: string; readonly tool: string; readonly n: number }
  /** All of them at once. */
  | { readonly do: 'race'; readonly task: string; readonly tool: string; readonly ns: readonly number[] }
  /** Answered once `rest` is asked for. */
  | {
      readonly do: 'hammer';
      readonly tasks: readonly string[];
      readonly tool: string;
      readonly lanes: number;
    }
  | { readonly do: 'rest' }
  | { readonly do: 'kill'; readonly target: KillTarget; readonly lift: boolean }
  | { readonly do: 'contain'; readonly task: string }
  | { readonly do: 'close'; readonly task: string }
  | { readonly do: 'publish'; readonly text: string }
  | { readonly do: 'approve'; readonly task: string; readonly hold: string; readonly key: string }
  | { readonly do: 'stop' };

/** An answer that an agent got. `seq` is -1, and `verdict` the fault's code, where nothing was recorded. */
export interface Told {
  readonly verdict: string;
  readonly seq: number;
  readonly hash: string;
  readonly hold: string | null;
}

export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };
