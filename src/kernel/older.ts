// What the records of an older ledger do not say is taken for unreviewed, never for harmless.

import type { EventOf } from './event.ts';
import type { Tool, ToolProfile } from './state.ts';

/** Of a tool that was proposed before tools had profiles. */
export const UNREVIEWED: ToolProfile = {
  egress: 'unknown',
  roles: {},
  output: { sensitivity: 'internal', categories: [], integrity: 'untrusted' },
};

type Lacking<Body, Member extends keyof Body> = Omit<Body, Member> & Partial<Pick<Body, Member>>;

type Opened = EventOf<'task-opened'>['body'];
type Permitted = EventOf<'action-permitted'>['body'];
type Admitted = EventOf<'connector-admitted'>['body'];

export function completeOpened(body: Lacking<Opened, 'trigger' | 'model'>): Opened {
  return { model: null, trigger: body.prompt === null ? 'agent' : 'person', ...body };
}

export function completePermitted(
  body: Lacking<Permitted, 'output' | 'egress' | 'amount' | 'destinations' | 'obligations'>,
): Permitted {
  const { output, egress } = UNREVIEWED;
  return { output, egress, amount: 0, destinations: [], obligations: [], ...body };
}

export function completeAdmitted(body: Lacking<Admitted, 'profiles'>): Admitted {
  return { profiles: {}, ...body };
}

export function completeTool(tool: Lacking<Tool, 'profile'>): Tool {
  return { profile: UNREVIEWED, ...tool };
}
