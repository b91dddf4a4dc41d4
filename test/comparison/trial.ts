// One payment that a person has to allow, and what is done to the allowing of it: the same for each gate.

/** What was asked for and shown; what nobody ever allowed. */
export const SHOWN = 80;
export const OTHER = 9999;

export interface Outcome {
  /** The amounts that were paid, in order. */
  readonly paid: readonly number[];
  /** What the gate answered to the last of what was done. */
  readonly said: string;
}

/** Each scenario over a gate of its own. */
export type Gate = { readonly [scenario in keyof typeof SCENARIOS]: () => Promise<Outcome> };

export const SCENARIOS = {
  plain: '80 is asked for, shown, and allowed by another person',
  changed: 'Once it was shown, or allowed, other arguments (9999) come through the ordinary calls',
  replayed: 'The yes is used a second time',
  restarted: 'The process ends while it waits, another starts on what was kept; then a yes',
  own: 'Whoever asked says yes',
  edited: 'Somebody who can write to what is kept makes it 9999 while it waits; then a yes',
} as const;

export type Row = readonly [what: string, ...outcomes: Outcome[]];

export async function tryAll(gates: readonly Gate[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const scenario of Object.keys(SCENARIOS) as (keyof Gate)[]) {
    const outcomes: Outcome[] = [];
    for (const gate of gates) outcomes.push(await gate[scenario]());
    rows.push([SCENARIOS[scenario], ...outcomes]);
  }
  return rows;
}

export function tableOf(gates: readonly string[], rows: readonly Row[]): string {
  const columns = ['What is done', ...gates];
  const lines = rows.map(([what, ...outcomes]) => [what, ...outcomes.map(cellOf)]);
  return [columns, columns.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellOf({ paid, said }: Outcome): string {
  return `${paid.length === 0 ? 'paid nothing' : `paid ${paid.join(', then ')}`}; \`${said}\``;
}
