// What PostgreSQL and the way to it report becomes one of the store's few faults; what only a bug can cause
// stays an ordinary error. Neither carries more than the message and the code: the server's details may
// quote what was written.

import { DatabaseError } from 'pg';
import { StoreFault, type StoreFaultCode } from '../../../gateway/ports.ts';

/** By the start of the SQLSTATE (PostgreSQL, Appendix A); the first match decides. */
const STATES: readonly (readonly [prefix: string, code: StoreFaultCode])[] = [
  ['XX001', 'store-corrupt'],
  ['XX002', 'store-corrupt'],
  ['53100', 'store-full'],
  // Connections; resources; what an operator or the system ended; the server's own input and output.
  ['08', 'store-unavailable'],
  ['53', 'store-unavailable'],
  ['57', 'store-unavailable'],
  ['58', 'store-unavailable'],
  // The user, its rights, the database's name.
  ['28', 'store-unavailable'],
  ['3D000', 'store-unavailable'],
  ['42501', 'store-unavailable'],
  // Read-only; idle for too long inside a transaction; a lock that did not come in time; a deadlock.
  ['25006', 'store-unavailable'],
  ['25P03', 'store-unavailable'],
  ['55P03', 'store-unavailable'],
  ['40', 'store-unavailable'],
];

/** By the code, or where there is none by the driver's words: what is wrong, and where to put it right. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'nothing listens there: start the server, or correct the host and port in store.url'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'no host has that name: correct it in store.url'],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|.*connection timeout|timeout exceeded when trying to connect)$/,
    'no answer: see whether the server runs and a firewall lets through; the host is the one in store.url',
  ],
  [/^28P01$/, 'the user or the password is wrong: correct it in store.url'],
  [
    /^28000$/,
    'the server does not let this user in from here, or only with TLS: ' +
      'see its pg_hba.conf, and the user and sslmode in store.url',
  ],
  [/^3D000$/, 'the server has no database of that name: create it, or correct the name in store.url'],
  [/^42501$/, 'the user lacks a right: grant it, for the first start CREATE on the database'],
  [/^53300$/, 'the server takes no more connections: raise its max_connections, or lower store.poolSize'],
  [/does not support SSL/, 'the server does not speak TLS: set it up there, or change sslmode in store.url'],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_\w+)$/,
    'the certificate is not trusted: sslrootcert in store.url names its authority, the host is as it says',
  ],
  [/^(ENOENT|EACCES)$/, 'a file that store.url names (sslrootcert, sslcert, sslkey) cannot be read'],
];

/**
 * The store's fault for an error of a connection or of a statement on it; an ordinary error for a statement
 * that the server took for wrong.
 *
 * @param where names the database, without a password
 */
export function faultOf(error: unknown, where: string): Error {
  if (error instanceof StoreFault) return error;
  const { message, code } = error as { message?: string; code?: string };
  const hint = HINTS.find(([pattern]) => pattern.test(code ?? message ?? ''))?.[1];
  // The words give way to the hint; without a code they are what identifies the fault.
  const inBrackets = code ?? (hint === undefined ? undefined : message);
  const parts = [hint ?? message, inBrackets && `(${inBrackets})`].filter(Boolean);
  const says = `${where}: ${parts.join(' ')}`;
  if (!(error instanceof DatabaseError)) return new StoreFault('store-unavailable', says);
  const known = STATES.find(([prefix]) => code?.startsWith(prefix));
  return known === undefined ? new Error(says) : new StoreFault(known[1], says);
}
