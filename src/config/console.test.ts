// The console's settings: one public name, a provider that makes nobody an admin, and no secret in the file.

import { describe, expect, test } from 'vitest';
import { consoleSettings } from './console.ts';

const oidc = { issuer: 'https://login.example.org', clientId: 'holdpoint' };

function problemsOf(settings: object): string[] {
  const { error } = consoleSettings.safeParse(settings);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('settings of the console', () => {
  test.each(['https://holdpoint.example.org', 'https://holdpoint.example.org:8443', 'http://localhost:4180'])(
    '%s is an address of it',
    (origin) => expect(problemsOf({ origin })).toEqual([]),
  );

  test.each([
    'http://holdpoint.example.org',
    'http://localhost.example.org',
    'https://192.0.2.1',
    'https://[::1]',
    'https://holdpoint.example.org/',
    'https://holdpoint.example.org/console',
    'https://user@holdpoint.example.org',
    'holdpoint.example.org',
  ])('%s is none', (origin) => expect(problemsOf({ origin })).toHaveLength(1));

  test('name the provider’s secret by a reference, and give nobody admin', () => {
    expect(problemsOf({ oidc: { ...oidc, clientSecret: 'env:OIDC_SECRET' } })).toEqual([]);
    expect(problemsOf({ oidc: { ...oidc, clientSecret: 'hunter2' } })).toEqual([
      'oidc.clientSecret: must be env:NAME or file:/path, never the secret itself',
    ]);
    expect(problemsOf({ oidc: { ...oidc, provision: { roles: ['viewer'] } } })).toEqual([]);
    expect(problemsOf({ oidc: { ...oidc, provision: { roles: ['viewer', 'admin'] } } })).toEqual([
      'oidc.provision.roles: must not hold admin: an admin makes admins',
    ]);
  });
});
