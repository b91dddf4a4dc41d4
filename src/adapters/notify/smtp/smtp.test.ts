import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleMessage, sampleNotice, testNotifier, UNABORTED } from '../notifier.contract.ts';
import { decodeMail, startMailServer, type MailServer, type TakenMail } from './mail-server.contract.ts';
import { createSmtp, type SmtpOptions } from './smtp.ts';

const servers: MailServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((one) => one.stop())));

async function serveMail(more: Partial<SMTPServerOptions> = {}): Promise<MailServer> {
  const server = await startMailServer(more);
  servers.push(server);
  return server;
}

function mailTo(port: number, more: Partial<SmtpOptions> = {}) {
  const people = { from: 'holdpoint@example.org', to: ['ada@example.org', 'grace@example.org'] };
  const basic = { host: '127.0.0.1', port, implicitTls: false, auth: null, env: { PASSWORD: 'right' } };
  return createSmtp({ ...people, ...basic, timeoutMs: 5_000, ...more });
}

function headersOf(raw: string): string {
  return raw.slice(0, raw.indexOf('\r\n\r\n'));
}

describe('a mail', () => {
  testNotifier(async () => {
    const server = await serveMail();
    return {
      notifier: mailTo(server.port),
      ids: () => server.taken.map(({ raw }) => /^message-id: (.*)$/im.exec(raw)![1]!),
      text: () => decodeMail(server.taken.at(-1)!.raw),
      stop: () => server.stop(),
    };
  });

  it('goes to everybody who is named, and says that a machine wrote it', async () => {
    const server = await serveMail();
    expect(await mailTo(server.port).deliver(sampleMessage(), UNABORTED)).toBeNull();
    const [{ to, raw }] = server.taken as [TakenMail];
    expect(to).toEqual(['ada@example.org', 'grace@example.org']);
    expect(headersOf(raw)).toMatch(/^auto-submitted: auto-generated$/im);
  });

  it('takes no header from what a notice says, and no tag', async () => {
    const server = await serveMail();
    const says = 'x\r\nBcc: mallory@example.net\r\n\r\n<img src=x onerror=alert(1)>&\u2028Bcc: m@example.net';
    const notice = sampleNotice({ says, arguments: { text: '</pre><script>alert(2)</script>' } });
    const message = { ...sampleMessage([notice]), id: 'msg_people_rec_0000000000000001.0' };
    expect(await mailTo(server.port).deliver(message, UNABORTED)).toBeNull();
    const [{ to, raw }] = server.taken as [TakenMail];
    expect(to).toHaveLength(2);
    expect(headersOf(raw)).not.toMatch(/^bcc:/im);
    const html = decodeMail(raw).split('text/html')[1]!;
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;');
    expect(html).not.toMatch(/<(?:img|script)/);
  });

  it('signs in with the password that is referred to, and sends nothing where there is none', async () => {
    const server = await serveMail({ authOptional: false });
    const auth = (password: string) => ({ auth: { user: 'holdpoint', password } });
    const send = (more: Partial<SmtpOptions>) =>
      mailTo(server.port, more).deliver(sampleMessage(), UNABORTED);
    expect(await send(auth('env:PASSWORD'))).toBeNull();
    expect(await send(auth('env:NONE'))).toBe('secret-missing');
    expect(await send({ ...auth('env:PASSWORD'), env: { PASSWORD: 'wrong' } })).toBe('refused');
    expect(server.taken.map(({ user }) => user)).toEqual(['holdpoint']);
  });

  it('leaves this machine only encrypted, to a certificate that holds', async () => {
    const plain = await serveMail();
    // Another address of this machine, and none that counts as such.
    const remote = { host: '127.0.0.2' };
    expect(await mailTo(plain.port, remote).deliver(sampleMessage(), UNABORTED)).toBe('insecure');
    const selfSigned = await serveMail({ disabledCommands: [] });
    expect(await mailTo(selfSigned.port, remote).deliver(sampleMessage(), UNABORTED)).toBe('insecure');
    const implicit = await serveMail({ secure: true });
    const sent = mailTo(implicit.port, { ...remote, implicitTls: true }).deliver(sampleMessage(), UNABORTED);
    expect(await sent).toBe('insecure');
    for (const { taken } of [plain, selfSigned, implicit]) expect(taken).toEqual([]);
  });

  it('that one of the people cannot be sent is not delivered', async () => {
    const server = await serveMail({
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith('grace') ? new Error('no such person') : null),
    });
    expect(await mailTo(server.port).deliver(sampleMessage(), UNABORTED)).toBe('refused');
  });

  it('that the server is too busy for is sent later', async () => {
    const busy = Object.assign(new Error('later'), { responseCode: 451 });
    const server = await serveMail({ onMailFrom: (_address, _session, callback) => callback(busy) });
    expect(await mailTo(server.port).deliver(sampleMessage(), UNABORTED)).toBe('slow-down');
  });
});
