// The functions of Cedar's extensions: each takes exactly its arguments, or the evaluation fails.

import { Datetime, Duration, readDatetime, readDuration } from './datetime.ts';
import { Decimal, readDecimal } from './decimal.ts';
import { BAD_EXTENSION, WRONG_TYPE } from './failure.ts';
import { IpAddress, LOOPBACK, MULTICAST, readIp } from './ip-address.ts';
import { divide } from './long.ts';
import type { Value } from './value.ts';

export type ExtensionFunction = (parameters: readonly Value[]) => Value;

type Class<Type> = abstract new (...parameters: never) => Type;

/** By the name that stands in a policy. */
export const EXTENSION_FUNCTIONS: ReadonlyMap<string, ExtensionFunction> = new Map([
  ['decimal', reader(readDecimal)],
  ['lessThan', compare((left, right) => left.tenThousandths < right.tenThousandths)],
  ['lessThanOrEqual', compare((left, right) => left.tenThousandths <= right.tenThousandths)],
  ['greaterThan', compare((left, right) => left.tenThousandths > right.tenThousandths)],
  ['greaterThanOrEqual', compare((left, right) => left.tenThousandths >= right.tenThousandths)],
  ['ip', reader(readIp)],
  ['isIpv4', unary(IpAddress, ({ version }) => version === 4)],
  ['isIpv6', unary(IpAddress, ({ version }) => version === 6)],
  ['isLoopback', unary(IpAddress, (ip) => LOOPBACK.some((range) => ip.isInRange(range)))],
  ['isMulticast', unary(IpAddress, (ip) => MULTICAST.some((range) => ip.isInRange(range)))],
  ['isInRange', binary(IpAddress, IpAddress, (ip, range) => ip.isInRange(range))],
  ['datetime', reader(readDatetime)],
  ['offset', binary(Datetime, Duration, (datetime, duration) => datetime.offset(duration))],
  ['durationSince', binary(Datetime, Datetime, (datetime, start) => datetime.durationSince(start))],
  ['toDate', unary(Datetime, (datetime) => datetime.toDate())],
  ['toTime', unary(Datetime, (datetime) => datetime.toTime())],
  ['duration', reader(readDuration)],
  ['toMilliseconds', unary(Duration, ({ ms }) => ms)],
  ['toSeconds', unary(Duration, ({ ms }) => divide(ms, 1000))],
  ['toMinutes', unary(Duration, ({ ms }) => divide(ms, 60_000))],
  ['toHours', unary(Duration, ({ ms }) => divide(ms, 3_600_000))],
  ['toDays', unary(Duration, ({ ms }) => divide(ms, 86_400_000))],
]);

function reader(read: (text: string) => Value): ExtensionFunction {
  return (parameters) => {
    const [text] = expect(parameters, 1);
    if (typeof text !== 'string') throw WRONG_TYPE;
    return read(text);
  };
}

function unary<Type>(type: Class<Type>, call: (value: Type) => Value): ExtensionFunction {
  return (parameters) => {
    const [value] = expect(parameters, 1);
    if (!(value instanceof type)) throw WRONG_TYPE;
    return call(value);
  };
}

function binary<Left, Right>(
  leftType: Class<Left>,
  rightType: Class<Right>,
  call: (left: Left, right: Right) => Value,
): ExtensionFunction {
  return (parameters) => {
    const [left, right] = expect(parameters, 2);
    if (!(left instanceof leftType) || !(right instanceof rightType)) throw WRONG_TYPE;
    return call(left, right);
  };
}

function compare(call: (left: Decimal, right: Decimal) => boolean): ExtensionFunction {
  return binary(Decimal, Decimal, call);
}

function expect(parameters: readonly Value[], count: number): readonly Value[] {
  if (parameters.length !== count) throw BAD_EXTENSION;
  return parameters;
}
