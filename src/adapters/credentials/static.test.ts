import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeCredentialIssuer, faultOf } from './issuer.contract.ts';
import { createStaticCredentials } from './static.ts';

const SECRET = 'sk-test-8d1f7c0e';
const REQUEST = {
  lease: 'l3as3000000000ab',
  task: 'k3jv90aq2m5x7c1z',
  agent: 'billing-bot',
  connector: 'crm',
  audience: 'https://crm.test',
  reference: 'env:CRM_TOKEN',
  issuedAt: 1_700_000_000_000,
  expiresAt: 1_700_000_300_000,
};

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-secret-'));
  path = join(folder, 'token');
});

afterEach(() => rm(folder, { recursive: true }));

const issuer = createStaticCredentials({ env: { CRM_TOKEN: SECRET, EMPTY: '' } });
const mint = (reference: string | null) => issuer.mint({ ...REQUEST, reference });

describeCredentialIssuer('static', async () => ({
  issuer,
  request: REQUEST,
  how: 'injection-stopped',
  standing: true,
}));

test('an environment variable is read at each mint', async () => {
  const env: Record<string, string> = { CRM_TOKEN: 'old' };
  const changing = createStaticCredentials({ env });
  expect(await changing.mint(REQUEST)).toHaveProperty('secret', 'old');
  env['CRM_TOKEN'] = 'new';
  expect(await changing.mint(REQUEST)).toHaveProperty('secret', 'new');
});

test.each([
  ['as it is', SECRET, SECRET],
  ['without its trailing line break', `${SECRET}\n`, SECRET],
  ['without its trailing line break of two characters', `${SECRET}\r\n`, SECRET],
  ['without one line break only', `${SECRET}\n\n`, `${SECRET}\n`],
  ['up to 64 KiB', 'x'.repeat(65_536), 'x'.repeat(65_536)],
])('a file is read %s', async (_, text, secret) => {
  await writeFile(path, text, { mode: 0o600 });
  expect(await mint(`file:${path}`)).toMatchObject({ secret, standing: true });
});

describe('a reference is missing', () => {
  test.each([
    ['when there is none', null],
    ['when it is empty', ''],
    ['when it is a secret by mistake', SECRET],
    ['when it names no variable', 'env:'],
    ['when its variable is not set', `env:${SECRET}`],
    ['when its variable is empty', 'env:EMPTY'],
    ['when its variable is not one of the environment itself', 'env:constructor'],
    ['when its path is relative', `file:${SECRET}`],
    ['when its file does not exist', `file:/nonexistent/${SECRET}`],
  ])('%s, and the error does not quote it', async (_, reference) => {
    const fault = await faultOf(mint(reference), [SECRET]);
    expect(fault).toMatchObject({ code: 'reference-missing', message: expect.stringContaining('crm') });
  });

  test('and a variable that is called as variables are is named', async () => {
    const fault = await faultOf(mint('env:NOT_SET'), [SECRET]);
    expect(fault.message).toContain('the environment of the daemon (holdpoint up) must hold NOT_SET');
  });

  test('when its file is empty', async () => {
    await writeFile(path, '\n', { mode: 0o600 });
    expect(await faultOf(mint(`file:${path}`), [])).toHaveProperty('code', 'reference-missing');
  });
});

describe('a reference is unsafe, and the error does not quote what it names', () => {
  test.each([0o640, 0o604, 0o660, 0o602])('when its file has mode %o', async (mode) => {
    await writeFile(path, SECRET);
    await chmod(path, mode);
    expect(await faultOf(mint(`file:${path}`), [SECRET])).toHaveProperty('code', 'reference-unsafe');
  });

  test('when it is a folder', async () => {
    expect(await faultOf(mint(`file:${folder}`), [])).toHaveProperty('code', 'reference-unsafe');
  });

  test.each([
    ['larger than 64 KiB', SECRET.padEnd(65_537, 'x')],
    ['not UTF-8', Buffer.concat([Buffer.from(SECRET), Buffer.from([0xff])])],
  ])('when its file is %s', async (_, content) => {
    await writeFile(path, content, { mode: 0o600 });
    expect(await faultOf(mint(`file:${path}`), [SECRET])).toHaveProperty('code', 'reference-unsafe');
  });
});
