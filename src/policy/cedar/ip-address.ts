// IP addresses and ranges as Cedar reads them: no leading zeros, no IPv4 inside IPv6, no zone.

import { BAD_EXTENSION } from './failure.ts';
import { Extension } from './value.ts';

const MAX_LENGTH = 43;
const V4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

/** An address with the length of its network's prefix; without one, that of the whole address. */
export class IpAddress extends Extension {
  readonly version: 4 | 6;
  readonly address: bigint;
  readonly prefix: number;

  constructor(version: 4 | 6, address: bigint, prefix: number) {
    super();
    this.version = version;
    this.address = address;
    this.prefix = prefix;
  }

  override get key(): string {
    return `i${this.version}:${this.address}/${this.prefix}`;
  }

  /** Whether every address of this range is one of the other. */
  isInRange(range: IpAddress): boolean {
    if (this.version !== range.version || this.prefix < range.prefix) return false;
    return (this.address ^ range.address) >> BigInt(widthOf(this.version) - range.prefix) === 0n;
  }
}

export const LOOPBACK = [readIp('127.0.0.0/8'), readIp('::1')];
export const MULTICAST = [readIp('224.0.0.0/4'), readIp('ff00::/8')];

/** Throws BAD_EXTENSION for what is no address. */
export function readIp(text: string): IpAddress {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 6 ? readV6(address) : readV4(address);
  const prefix = slash < 0 ? widthOf(version) : readPrefix(text.slice(slash + 1), widthOf(version));
  if (bits === null || prefix === null || text.length > MAX_LENGTH) throw BAD_EXTENSION;
  return new IpAddress(version, bits, prefix);
}

function widthOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

function readPrefix(text: string, width: number): number | null {
  return PREFIX.test(text) && Number(text) <= width ? Number(text) : null;
}

function readV4(text: string): bigint | null {
  if (!V4.test(text)) return null;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

function readV6(text: string): bigint | null {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  // `::` stands for at least one group, and stands at most once.
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => GROUP.test(group))) return null;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
