// An answer in words for operators: which policies decided, and what would lift it. Never shown to an agent.

import type { DeterminingPolicy, PolicyAnswer, PolicyQuery } from '../kernel/policy.ts';

/** Explains an answer in lines of text, the first of which says what was asked and decided. */
export function explainAnswer(query: PolicyQuery, answer: PolicyAnswer): string {
  const { principal, action, resource } = query;
  const asked = `${principal.type} ${principal.id} asks for ${action} on ${resource.type} ${resource.id}`;
  const policies = answer.determining.map((policy) => `  ${determiningText(policy)}`);
  const errors = answer.errors.map((error) => `  denied because of an error: ${error}`);
  const byDefault = answer.decision === 'deny' && policies.length + errors.length === 0;
  return [
    `${asked}: ${answer.decision}`,
    ...errors,
    ...policies,
    ...(byDefault ? ['  no policy permits it, and what is not permitted is denied'] : []),
  ].join('\n');
}

function determiningText({ id, effect, hold }: DeterminingPolicy): string {
  if (effect === 'permit') return `permitted by ${id}`;
  if (hold === null) return `forbidden by ${id}, which no approval lifts`;
  const approvers = hold.approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
  return `held by ${id}: ${hold.reason}; lifted by ${approvers}`;
}
