// A webhook goes out to the internet, not into the network that the daemon stands in: an address is judged
// when the connection is made, so that no name can lead elsewhere between a check and its use.

import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IANA special-purpose ranges that are not globally reachable (RFC 6890 and its registries). */
const NOT_PUBLIC = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** The only IPv6 that is handed out; of it, ranges that carry an IPv4 address or are for documents. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const NOT_PUBLIC_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blocked = new BlockList();
for (const [address, bits] of NOT_PUBLIC) blocked.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of NOT_PUBLIC_IPV6) blocked.addSubnet(address, bits, 'ipv6');
const global = new BlockList();
global.addSubnet(...GLOBAL_IPV6, 'ipv6');

export class AddressRefused extends Error {
  readonly code = 'address-refused';
  constructor() {
    super('the address is not one of the public internet');
    this.name = 'AddressRefused';
  }
}

/** Whether an IP address, without brackets, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && global.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** Resolves a name as Node does; fails with `AddressRefused` unless every address it has is public. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '');
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new AddressRefused(), '');
    }
    if (options.all) return callback(null, addresses);
    const [{ address, family } = { address: '', family: 0 }] = addresses;
    return callback(null, address, family);
  });
};
