// A mail server in this process that takes everything and keeps it: what mails are tested on.

import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail {
  readonly raw: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
}

export interface MailServer {
  readonly port: number;
  readonly taken: TakenMail[];
  stop(): Promise<void>;
}

/** Plain, and open to everybody, unless `more` says otherwise; the one password is `right`. */
export async function startMailServer(more: Partial<SMTPServerOptions> = {}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      if (password === 'right') callback(null, { user: username });
      else callback(new Error('no'));
    },
    onData(stream, { envelope, user }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ raw: Buffer.concat(chunks).toString(), to, user: user as string | undefined });
        callback();
      });
    },
    ...more,
  });
  // What clients break off is theirs.
  server.on('error', () => undefined);
  const bound = await new Promise<AddressInfo>((resolve) => {
    const listener = server.listen(0, '0.0.0.0', () => resolve(listener.address() as AddressInfo));
  });
  let stopped: Promise<void> | null = null;
  return {
    port: bound.port,
    taken,
    stop: () => (stopped ??= new Promise((resolve) => server.close(() => resolve()))),
  };
}

/** Long lines and marks as people see them. */
export function decodeMail(raw: string): string {
  const joined = raw.replace(/=\r?\n/g, '');
  return joined.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
