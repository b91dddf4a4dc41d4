import { describe, expect, it } from 'vitest';
import { isShared, registeredOf } from './host.ts';

describe('a host', () => {
  it.each([
    ['mail.corp.example', 'corp.example'],
    ['mail.corp.co.uk:8443', 'corp.co.uk'],
    ['books.shop.or.jp', 'shop.or.jp'],
    ['pay.bank.gov.uk', 'bank.gov.uk'],
    ['wiki.corp.local', 'corp.local'],
    ['me.github.io', 'me.github.io'],
    ['or.jp', 'or.jp'],
    ['localhost:3000', 'localhost'],
    ['10.0.0.1:80', '10.0.0.1'],
  ])('%s belongs to whoever registered %s', (host, registered) => {
    expect(registeredOf(host)).toBe(registered);
  });

  it.each([
    'me.github.io',
    'files.s3.amazonaws.com',
    's3.amazonaws.com',
    'gmail.com',
    'docs.google.com:443',
    'me.com',
    'btinternet.com',
    'ann.blogspot.co.uk',
    'corp.service-now.com',
    't.me',
    'vault.kube-system.svc.cluster.local',
    'ip-10-0-0-1.eu-west-1.compute.internal',
  ])('%s is where anybody may have something', (host) => {
    expect(isShared(host)).toBe(true);
  });

  it.each([
    'mail.corp.example',
    'books.shop.or.jp',
    'or.jp',
    'localhost',
    '10.0.0.1',
    'notgmail.example',
    'me.example.net',
    'wiki.corp.local',
  ])('%s is not shared by anybody', (host) => {
    expect(isShared(host)).toBe(false);
  });
});
