// What the records of an older ledger do not say is taken for unreviewed, never for harmless.

import type { EventOf } from '../event.ts';
import { NO_DATA } from '../flow/label.ts';
import type { Inherited, Tool, ToolProfile } from '../state.ts';
import { NOTHING_INHERITED } from '../chain/usage.ts';

/** Of a tool that was proposed before tools had profiles. */
export const UNREVIEWED: ToolProfile = {
  egress: 'unknown',
  roles: {},
  output: { sensitivity: 'internal', categories: [], integrity: 'untrusted' },
};

type Lacking<Body, Member extends keyof Body> = Omit<Body, Member> & Partial<Pick<Body, Member>>;

type Opened = EventOf<'task-opened'>['body'];
type Permitted = EventOf<'action-permitted'>['body'];
type Proposed = EventOf<'connector-proposed'>['body'];
type Admitted = EventOf<'connector-admitted'>['body'];
type Declared = EventOf<'destinations-declared'>['body'];

export function completeOpened(
  body: Lacking<Opened, 'trigger' | 'model' | 'cause' | 'depth' | 'inherited' | 'data'>,
): Opened {
  const trigger = body.prompt === null ? 'agent' : 'person';
  const origin = { cause: null, depth: 0, inherited: NOTHING_INHERITED, data: NO_DATA };
  return { model: null, trigger, ...origin, ...body, inherited: completeInherited(body.inherited) };
}

/** What was written down before more of it went on counting. */
export function completeInherited(inherited: Partial<Inherited> | undefined): Inherited {
  return { ...NOTHING_INHERITED, ...inherited };
}

export function completePermitted(
  body: Lacking<Permitted, 'output' | 'egress' | 'amount' | 'destinations' | 'obligations'>,
): Permitted {
  const { output, egress } = UNREVIEWED;
  return { output, egress, amount: 0, destinations: [], obligations: [], ...body };
}

export function completeProposed(body: Lacking<Proposed, 'server'>): Proposed {
  return { server: null, ...body };
}

export function completeAdmitted(
  body: Lacking<Admitted, 'profiles' | 'corrected' | 'without' | 'review' | 'accepted' | 'drift' | 'light'>,
): Admitted {
  const corrected = { effects: [], profiles: [] };
  const unread = { without: [], review: {}, accepted: [], drift: null, light: false };
  return { profiles: {}, corrected, ...unread, ...body };
}

export function completeDestinations({ own, listed, cleared = {} }: Lacking<Declared, 'cleared'>): Declared {
  return { own, listed, cleared };
}

export function completeTool(tool: Lacking<Tool, 'profile'>): Tool {
  return { profile: UNREVIEWED, ...tool };
}
