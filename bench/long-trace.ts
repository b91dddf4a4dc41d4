// A trace as long as one wishes, made of a real one.

import type { RecordView, TraceView } from '../src/surfaces/http/contract.ts';

/** Tools that the calls are spread over, and calls of which each led to the next. */
export interface Spread {
  readonly tools: number;
  readonly chain: number;
}

/** As if its agent had made its first permitted call so many times more. */
export function longer(trace: TraceView, times: number, spread: Spread = { tools: 1, chain: 1 }): TraceView {
  const of = (type: string): RecordView => trace.records.find((record) => record.type === type)!;
  const [permit, settled] = [of('action-permitted'), of('action-settled')];
  const last = trace.records.at(-1)!;
  const copies = Array.from({ length: times }, (_, index) => {
    const place = (step: number) => ({ seq: last.seq + 2 * index + step, time: last.time + index });
    const name = spread.tools === 1 ? {} : { tool: `tool_${index % spread.tools}` };
    const body = { ...name, action: `action_copy_${index}` };
    const causes = index % spread.chain === 0 ? permit.causes : [`copy_${index - 1}`];
    const asked = { ...permit, ...place(1), id: `copy_${index}`, causes, body: { ...permit.body, ...body } };
    const ended = { ...settled, ...place(2), id: `copy_${index}_end`, causes: [asked.id] };
    return [asked, { ...ended, body: { ...settled.body, ...body } }];
  });
  return { ...trace, records: [...trace.records, ...copies.flat()] };
}
