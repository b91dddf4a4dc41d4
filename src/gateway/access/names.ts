// Records hold no words of a caller: of the names in a question only those that exist here go on. The others,
// which may be anything, stand as their keyed digests, and mean as little to whoever decides.

import { CONNECTOR, ORGANIZATION, registerOf, targetOf } from '../../kernel/access/question.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { AccessQuestion } from '../../kernel/request.ts';
import type { State } from '../../kernel/state.ts';
import { isVerb } from '../../policy/schema.ts';

type Named = Pick<AccessQuestion, 'action' | 'resource'>;

/** No connector's name, and no verb's. */
const PREFIX = 'unknown:';

/**
 * The question with `unknown:` and the digest for every type, connector, tool and verb that does not exist.
 * What stands empty is sought, and stays so.
 */
export function withKnownNames<Question extends Named & Pick<AccessQuestion, 'subject'>>(
  connectors: State['connectors'],
  question: Question,
  digest: (name: string) => string,
): Question {
  const { subject, action, resource } = question;
  const named = (name: string, isKnown: boolean): string =>
    name === '' || isKnown ? name : `${PREFIX}${digest(name)}`;
  const isConnector = (name: string): boolean => entryOf(connectors, name) !== null;
  const isKind = [CONNECTOR, ORGANIZATION].includes(resource.type);
  const type = named(resource.type, isKind || isConnector(resource.type));
  const id = resource.type === CONNECTOR ? named(resource.id, isConnector(resource.id)) : resource.id;
  return {
    ...question,
    subject: { ...subject, type: named(subject.type, registerOf(subject.type) !== null) },
    action: { ...action, name: named(action.name, isAction(connectors, question)) },
    resource: { ...resource, type, id },
  };
}

function isAction(connectors: State['connectors'], { action, resource }: Named): boolean {
  const isSought = resource.type === CONNECTOR && resource.id === '';
  const ids = isSought ? Object.keys(connectors) : [resource.id];
  return ids.some((id) => {
    const target = targetOf({ action, resource: { ...resource, id } });
    if (target.kind === 'verb') return isVerb(target.verb);
    const tools = entryOf(connectors, target.connector)?.admitted?.tools ?? {};
    return entryOf(tools, target.tool) !== null;
  });
}
