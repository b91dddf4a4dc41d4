// Which task a request speaks for comes from its verified token alone.

import type { AuthInfo } from '@modelcontextprotocol/server';

/** The task and agent of the verified token, and what to do once an answer is delivered. */
export interface Session {
  readonly task: string;
  readonly agent: string;
  readonly deliveries: (() => void)[];
}

/** What the endpoint, and nothing else, attaches to a request after verification. */
export function toAuthInfo(session: Session, expiresAt: number): AuthInfo {
  const { task, agent, deliveries } = session;
  return { token: '', clientId: agent, scopes: [], expiresAt, extra: { task, deliveries } };
}

export function sessionOf(authInfo: AuthInfo | undefined): Session {
  const { task, deliveries } = authInfo!.extra as Pick<Session, 'task' | 'deliveries'>;
  return { task, deliveries, agent: authInfo!.clientId };
}
