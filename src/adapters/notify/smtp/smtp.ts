// A notice as a mail: text, and the same in HTML with every word escaped. The connection is encrypted and its
// certificate checked, but to this machine itself; no word of a notice can become a header.

import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { Message, Notice, Notifier, NotifierFault } from '../../../gateway/ports/notifier.ts';
import { readSecretReference } from '../../host/secret-reference.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else by STARTTLS, without which nothing is sent. */
  readonly implicitTls: boolean;
  readonly from: string;
  readonly to: readonly string[];
  /** `password` is a reference. */
  readonly auth: { readonly user: string; readonly password: string } | null;
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs: number;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|::1)$/;
const MOST_SUBJECT = 200;

export function createSmtp(options: SmtpOptions): Notifier {
  return {
    async deliver(message, signal) {
      const auth = await authOf(options).catch(() => 'secret-missing' as const);
      if (auth === 'secret-missing') return auth;
      if (signal.aborted) return 'unreachable';
      const transport = createTransport(settingsOf(options, auth));
      const limit = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
      try {
        const sent = transport.sendMail(mailOf(options, message));
        const { rejected } = await Promise.race([sent, lateness(limit)]);
        return rejected.length === 0 ? null : 'refused';
      } catch (error) {
        return signal.aborted ? 'unreachable' : faultOf(error);
      } finally {
        transport.close();
      }
    },
  };
}

async function authOf({ auth, env }: SmtpOptions): Promise<SMTPTransport.Options['auth']> {
  if (auth === null) return undefined;
  return { user: auth.user, pass: await readSecretReference(auth.password, env) };
}

function settingsOf(
  { host, port, implicitTls, timeoutMs }: SmtpOptions,
  auth: SMTPTransport.Options['auth'],
): SMTPTransport.Options {
  const isLocal = LOOPBACK.test(host);
  return {
    host,
    port,
    secure: implicitTls,
    requireTLS: !isLocal,
    ignoreTLS: isLocal && !implicitTls,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(auth === undefined ? {} : { auth }),
  };
}

function mailOf({ from, to }: SmtpOptions, message: Message): SMTPTransport.MailOptions {
  const { id, subject, notices } = message;
  const [, host = 'localhost'] = from.split('@');
  return {
    from,
    to: [...to],
    subject: oneLine(subject).slice(0, MOST_SUBJECT),
    messageId: `<${id}@${host.replace(/[^A-Za-z0-9.-]/g, '')}>`,
    // No vacation notes and no loops (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: textOf(message),
    html: `<!doctype html><html lang="en"><body>${htmlOf(subject, notices)}</body></html>`,
  };
}

function textOf({ subject, notices }: Message): string {
  const parts = notices.map((one) => [one.says, valuesOf(one), one.link].filter(Boolean).join('\n'));
  return `${parts.length === 0 ? subject : parts.join('\n\n')}\n`;
}

function htmlOf(subject: string, notices: readonly Notice[]): string {
  if (notices.length === 0) return `<p>${escape(subject)}</p>`;
  return notices
    .map((one) => {
      const values = valuesOf(one);
      const shown = values === '' ? '' : `<pre>${escape(values)}</pre>`;
      return `<p>${escape(one.says)}</p>${shown}<p><a href="${escape(one.link)}">${escape(one.link)}</a></p>`;
    })
    .join('<hr>');
}

function valuesOf({ arguments: values }: Notice): string {
  return values === undefined ? '' : JSON.stringify(values, null, 2);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

interface SMTPError {
  readonly code: string;
  readonly message: string;
  readonly responseCode: number;
}

class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

/** A server that goes on answering one line at a time is not waited for longer than that in all. */
function lateness(limit: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    limit.addEventListener('abort', () => reject(new Late()), { once: true });
  });
}

const FAULTS: { readonly [code: string]: NotifierFault } = {
  ETIMEDOUT: 'timeout',
  ETLS: 'insecure',
  EAUTH: 'refused',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
};

/** The library gives every fault of a socket one code: what a certificate lacks stands in its words only. */
const TLS_WORDS = /certificate|altnames|SSL routines|\bTLS\b/i;

function faultOf(error: unknown): NotifierFault {
  const { code = '', message = '', responseCode } = error as Partial<SMTPError>;
  if (code === 'ESOCKET' && TLS_WORDS.test(message)) return 'insecure';
  if (responseCode === 421 || responseCode === 450 || responseCode === 451) return 'slow-down';
  return FAULTS[code] ?? 'unreachable';
}
