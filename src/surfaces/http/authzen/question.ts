// A request becomes the kernel's question. Of what its sender claims, only names and arguments go on: nothing
// that is said of a subject is read, and a task token speaks for its own task alone.

import { BOUND_CONTEXT, projectBinding } from '../../../gateway/access/binding.ts';
import type { Asker } from '../../../gateway/asker.ts';
import type { AccessInput } from '../../../gateway/access/evaluate.ts';
import type { Fulfilment } from '../../../kernel/request.ts';
import type { Caller } from '../caller/caller.ts';
import type { EvaluationRequest } from '../contract/authzen.ts';
import { Failure } from '../failure.ts';
import { fulfilmentOf } from './obligation.ts';

/** Throws `not-allowed` for somebody who is neither an operator nor an agent. */
export function askerOf(caller: Caller): Asker {
  if (caller.kind !== 'local') return caller.principal;
  throw new Failure(
    'not-allowed',
    'local access decides nothing: an enforcement point signs in as an operator',
  );
}

/** Throws `not-allowed` where a task token is for another task than the context names. */
export function questionOf(
  caller: Caller,
  { subject, action, resource, context }: EvaluationRequest,
): AccessInput {
  return {
    subject: { type: subject.type, id: subject.id },
    action: { name: action.name, properties: action.properties ?? {} },
    resource: { type: resource.type, id: resource.id, properties: resource.properties ?? {} },
    about: taskOf(caller, context.task ?? null),
    fulfils: fulfilsOf(context),
    ...(context.approval === undefined ? {} : { approval: context.approval.id }),
    bound: projectBinding({ subject, action, resource, context }, BOUND_CONTEXT),
  };
}

function taskOf(caller: Caller, named: string | null): string | null {
  if (caller.kind !== 'task') return named;
  if (named === null || named === caller.task) return caller.task;
  throw new Failure('not-allowed', 'a task token speaks for its own task alone');
}

function fulfilsOf(context: EvaluationRequest['context']): readonly Fulfilment[] {
  if (!context.supported_mandatory_extensions.includes('obligations')) return [];
  return context.supported_obligations.map(fulfilmentOf);
}
