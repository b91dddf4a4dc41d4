// Of all that was published, two records: what is in force of a workflow, and what was before.

import type { RecordView } from '../../../../src/surfaces/http/contract.ts';

export interface Spec {
  readonly text: string;
  readonly who: string;
  /** Unix milliseconds. */
  readonly time: number;
}

/** What a record published of a workflow, and what it took the place of; null: there is none. */
export function specsOf(
  records: readonly RecordView[],
  workflow: string,
  record: string,
): { readonly now: Spec | null; readonly before: Spec | null } {
  const published = records.filter(
    ({ type, body }) =>
      type === 'workflow-published' && (body['workflow'] as { readonly id: string }).id === workflow,
  );
  const at = published.findIndex(({ id }) => id === record);
  return { now: toSpec(published[at]), before: toSpec(published[at - 1]) };
}

function toSpec(record: RecordView | undefined): Spec | null {
  if (record === undefined) return null;
  const { body, actor, time } = record;
  return { text: JSON.stringify(body['spec'], null, 2), who: actor.id, time };
}
