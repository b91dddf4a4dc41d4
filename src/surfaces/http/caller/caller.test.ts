import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Core } from '../../../gateway/core.ts';
import { StoreFault, type VerifiedToken } from '../../../gateway/ports.ts';
import { addOperator } from '../../../gateway/verbs.ts';
import { createBrowserSessions } from './browser-session.ts';
import { identify } from './caller.ts';
import { startSample, type SampleGateway } from '../sample-gateway.contract.ts';

const LOCAL = 'local';

let sample: SampleGateway;
beforeEach(async () => {
  sample = await startSample();
});
afterEach(() => sample.stop());

/** The sample's gateway as one of several, whose `catchUp` is this. */
function oneOfSeveral(catchUp: Core['catchUp']): Core {
  const store = { peers: {} } as Core['store'];
  return { ...sample.core, store, catchUp };
}

/** What another replica recorded, as it shows once it is taken in. */
async function graceIsAdded(): Promise<void> {
  const grace = { id: 'grace', name: 'Grace', roles: ['approver'], publicKey: null, identity: null };
  await addOperator(sample.core, { kind: 'operator', id: 'ada' }, grace);
}

function call(core: Core, bearer: string) {
  const token: VerifiedToken = {
    use: 'operator',
    issuer: 'x',
    subject: bearer,
    task: null,
    expiresAt: 0,
  };
  const verify = () =>
    Promise.resolve(bearer === 'forged' ? { refusal: 'signature-invalid' as const } : { token });
  const request = new Request('http://127.0.0.1/', { headers: { authorization: `Bearer ${bearer}` } });
  const browser = createBrowserSessions(sample.core.clock, sample.listen);
  return identify(core, request, { verifier: { verify }, localToken: LOCAL, browser });
}

test('a person whom another replica has just added is known', async () => {
  await expect(
    call(
      oneOfSeveral(() => Promise.resolve()),
      'grace',
    ),
  ).rejects.toThrow('nobody here');
  const known = await call(oneOfSeveral(graceIsAdded), 'grace');
  expect(known).toEqual({ kind: 'operator', principal: { kind: 'operator', id: 'grace' } });
});

test('whoever reads with local access sees what another replica recorded', async () => {
  expect(await call(oneOfSeveral(graceIsAdded), LOCAL)).toEqual({ kind: 'local' });
  expect(Object.keys(sample.core.world.state(null).org.operators)).toContain('grace');
});

test('where the ledger cannot be asked a caller is served with what is known, as the log says', async () => {
  const warn = vi.spyOn(sample.core.log, 'warn');
  const fault = new StoreFault('store-unavailable', 'gone');
  const core = oneOfSeveral(() => Promise.reject(fault));
  expect(await call(core, 'ada')).toMatchObject({ kind: 'operator' });
  expect(warn).toHaveBeenCalledWith({ code: 'store-unavailable' }, expect.any(String));
});

test('the ledger is not asked for who proves nothing, nor by a process that has it alone', async () => {
  const catchUp = vi.fn<() => Promise<void>>(() => Promise.resolve());
  await expect(call(oneOfSeveral(catchUp), 'forged')).rejects.toThrow('signature-invalid');
  expect(await call({ ...sample.core, catchUp }, 'ada')).toMatchObject({ kind: 'operator' });
  expect(catchUp).not.toHaveBeenCalled();
});
