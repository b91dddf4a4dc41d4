// A search gives exactly those for which the same question would be permitted. It looks at so many at most,
// and leaves one record, before anything is answered.

import { answerAccess } from './answer.ts';
import { CONNECTOR, MAIN, nameOf, registerOf, targetOf } from './question.ts';
import { listedResources } from './resource.ts';
import { recordedSubject } from './subject.ts';
import { permit, recordOf, refuse, streamOfActor } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { factsOf, groundsOf } from './evaluate.ts';
import type { EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { AccessQuestion, SearchAccess } from '../request.ts';
import type { State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** How many candidates one request looks at. */
const MAX_EVALUATED = 1_000;

type Page = Pick<EventOf<'access-searched'>['body'], 'evaluated' | 'results' | 'last'>;

export function decideSearchAccess(state: State, request: SearchAccess): Decision {
  // Whoever may ask about each may ask about all.
  const refusals = judgeVerb(state, request);
  if (refusals.length > 0) return refuse(state, request, refusals);
  const { sought, question } = request;
  const searched = {
    stream: streamOfActor(request),
    type: 'access-searched',
    causes: groundsOf(state, question),
    body: {
      sought,
      subject: recordedSubject(state, question.subject),
      action: sought === 'action' ? null : nameOf(targetOf(question)),
      resource: question.resource.type,
      ...factsOf(state, question),
      ...search(state, request),
    },
  } as const;
  return permit([recordOf(request, searched)]);
}

function search(state: State, request: SearchAccess): Page {
  const { question, sought, after, limit } = request;
  const all = candidatesOf(state, request).toSorted();
  const candidates = after === null ? all : all.filter((id) => id > after);
  const results: { id: string; obligations: Page['results'][number]['obligations'] }[] = [];
  let evaluated = 0;
  for (const id of candidates.slice(0, MAX_EVALUATED)) {
    if (results.length >= limit) break;
    evaluated += 1;
    const { verdict, obligations } = answerAccess(state, request, withSought(question, sought, id));
    if (verdict === 'permit') results.push({ id, obligations });
  }
  const isWhole = evaluated === candidates.length;
  return { evaluated, results, last: isWhole ? null : candidates[evaluated - 1]! };
}

function withSought(question: AccessQuestion, sought: SearchAccess['sought'], id: string): AccessQuestion {
  const { subject, resource, action } = question;
  switch (sought) {
    case 'subject':
      return { ...question, subject: { ...subject, id } };
    case 'resource':
      return { ...question, resource: { ...resource, id } };
    case 'action':
      return { ...question, action: { ...action, name: id } };
  }
}

/** All that is known of the kind, each once. */
function candidatesOf({ org, connectors }: State, { sought, question }: SearchAccess): readonly string[] {
  const { subject, resource } = question;
  const target = targetOf(question);
  if (sought === 'subject') {
    const register = registerOf(subject.type);
    return register === null ? [] : Object.keys(org[register]);
  }
  if (target.kind === 'verb') return sought === 'resource' ? [MAIN] : [];
  if (sought === 'resource' && resource.type === CONNECTOR) return Object.keys(connectors);
  const tools = entryOf(connectors, target.connector)?.admitted?.tools ?? {};
  if (sought === 'action') return Object.keys(tools);
  const tool = entryOf(tools, target.tool);
  return tool === null ? [] : [...new Set(listedResources(tool))];
}
