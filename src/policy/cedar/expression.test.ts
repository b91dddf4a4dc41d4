import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askBoth } from './agreement.contract.ts';

const ENTITIES = [
  {
    uid: { type: 'User', id: 'ann' },
    attrs: {},
    parents: [
      { type: 'Group', id: 'staff' },
      { type: 'User', id: 'bob' },
    ],
    tags: { level: 3 },
  },
  { uid: { type: 'User', id: 'bob' }, attrs: {}, parents: [{ type: 'Group', id: 'chiefs' }] },
  { uid: { type: 'Group', id: 'chiefs' }, attrs: {}, parents: [{ type: 'Tenant', id: 'acme' }] },
  {
    uid: { type: 'Thing', id: 'lamp' },
    attrs: { text: 'a*b', count: 7, flag: false, counts: [1, 2, 2], inner: { count: 1 } },
    parents: [],
  },
];

/** The official engine's answer to a condition, which must be ours too. */
function decide(condition: string): string {
  const { official, ours } = askBoth(`permit (principal, action, resource) when { ${condition} };`, {
    entities: ENTITIES,
    context: { 'a b': 1 },
  });
  expect(ours, condition).toEqual(official);
  return official === 'refused' ? official : [official.decision, ...official.errors].join(' ');
}

function groups(table: { readonly [answer: string]: string }): [string, string][] {
  return Object.entries(table).flatMap(([answer, conditions]) =>
    conditions
      .trim()
      .split('\n')
      .map((condition): [string, string] => [condition.trim(), answer]),
  );
}

describe('both engines agree', () => {
  test.each(
    groups({
      allow: `
        1 == 1
        1 != "1"
        [] != [[]]
        [1, [1]].contains([1, 1])
        {a: 1, "b c": [2]} == {"b c": [2, 2], a: 1}
        {a: 1} != {a: 1, b: 1}
        User::"x" == User::"x"
        User::"x" != Group::"x"
        principal in Group::"staff"
        principal in Tenant::"acme"
        principal in [Tenant::"none", Tenant::"acme"]
        User::"nobody" in User::"nobody"
        action in Action::"all"
        principal is User
        principal is User in Tenant::"acme"
        !(principal is Group in 1)
        principal.hasTag("level") && principal.getTag("level") == 3
        !(User::"nobody" has x) && !User::"nobody".hasTag("level")
        resource has inner.count && !(resource has inner.other) && !(resource has none.other)
        context has "a b" && context["a b"] == 1
        true || 1
        !(false && 1)
        if 1 < 2 then true else 1
        resource.counts == [2, 1]
        resource.counts.containsAll([1]) && !resource.counts.containsAll([1, 3])
        resource.counts.containsAny([3, 1]) && ![].containsAny([1]) && [1].containsAll([])
        [].isEmpty() && !resource.counts.isEmpty()
        2 >= 2 && 3 > 2 && 2 <= 2 && !(2 < 2)
        1 + 2 * 3 - 4 == 3 && -(-5) == 5
        9007199254740991 * 1024 + 1023 > 9007199254740991 * 1024 + 1022
        -9007199254740991 * 1024 - 1024 < -9007199254740991
        9007199254740991 + 2 - 2 == 9007199254740991
        [9007199254740991 + 2].contains(2 + 9007199254740991)
        "a*b" like "a\\*b" && !("axb" like "a\\*b") && "" like "" && "" like "**"
        "aXbXc" like "*X*X*" && !("ab" like "a*ab") && "a😀b" like "a*😀*b"`,
      deny: `
        false
        1 == "1"
        principal in Group::"none"
        resource in Tenant::"acme"
        resource.flag`,
      'deny other': `
        1
        !1
        -true == 1
        1 || true
        false || 1
        1 && true
        true && 1
        if 1 then true else true
        1 < "2"
        "a" < "b"
        decimal("1.0") < decimal("2.0")
        datetime("2024-01-01") < duration("1d")
        1 + true == 2
        1 in principal
        principal in 1
        principal in [principal, 1]
        1 is User
        1 has x
        "a" has x
        1.contains(1)
        [1].containsAll(1)
        1.isEmpty()
        1 like "1"
        resource.none == 1
        resource.constructor == 1
        resource.inner.none == 1
        User::"nobody".x == 1
        User::"nobody".getTag("level") == 1
        principal.getTag("none") == 1
        principal.getTag(1) == 1
        principal.hasTag(1)
        1.hasTag("a")
        principal is User in 1`,
      'deny overflow': `
        9007199254740991 * 1024 + 1024 > 0
        -9007199254740991 * 1024 - 1025 < 0
        -(-9007199254740991 * 1024 - 1024) > 0
        9007199254740991 * 1025 > 0
        resource.count * 9007199254740991 * 9007199254740991 > 0
        1 + 9007199254740991 * 9007199254740991 == "1"`,
    }),
  )('%s: %s', (condition, answer) => {
    expect(decide(condition)).toBe(answer);
  });
});

describe('extension functions agree', () => {
  test.each(
    groups({
      allow: `
        decimal("-0.0") == decimal("0.0") && decimal("1.5") == decimal("0001.5000")
        decimal("-922337203685477.5808").lessThan(decimal("922337203685477.5807"))
        decimal("-0.5").lessThan(decimal("0.0")) && decimal("1.0").greaterThan(decimal("0.9999"))
        decimal("1.0").lessThanOrEqual(decimal("1.0")) && decimal("1.0").greaterThanOrEqual(decimal("1.0"))
        ip("127.0.0.1/8").isLoopback() && !ip("127.0.0.1/7").isLoopback()
        ip("::1").isLoopback() && !ip("::1/127").isLoopback() && !ip("::ffff:7f00:1").isLoopback()
        ip("224.0.0.1/4").isMulticast() && !ip("224.0.0.1/3").isMulticast()
        ip("ff00::/8").isMulticast() && !ip("ff00::/7").isMulticast()
        ip("1.2.3.4") == ip("1.2.3.4/32") && ip("1.2.3.4/24") != ip("1.2.3.5/24")
        ip("1.2.3.4").isInRange(ip("1.2.9.9/16")) && !ip("1.2.3.4/8").isInRange(ip("1.2.3.4/9"))
        ip("1.1.1.1/0").isInRange(ip("2.2.2.2/0")) && !ip("1.2.3.4").isInRange(ip("::/0"))
        ip("ABCD:abcd::/16") == ip("abcd:ABCD::/16") && ip("::/0").isIpv6() && ip("0.0.0.0/0").isIpv4()
        ip("1:2:3:4:5:6:7::").isIpv6() && ip("::2:3:4:5:6:7:8").isIpv6() && ip("::").isIpv6()
        datetime("0000-02-29") < datetime("9999-12-31")
        datetime("2024-02-29T12:34:56.789Z").toDate() == datetime("2024-02-29")
        datetime("2024-02-29T12:34:56.789Z").toTime() == duration("12h34m56s789ms")
        datetime("2024-01-01T00:00:00-2359") == datetime("2024-01-01T23:59:00Z")
        datetime("2024-01-01T00:00:00.001+0130") == datetime("2023-12-31T22:30:00.001Z")
        datetime("1969-12-31T23:00:00Z").toDate() == datetime("1969-12-31")
        datetime("1969-12-31T23:00:00Z").toTime() == duration("23h")
        datetime("1970-01-01").offset(duration("-106751991167d7h12m55s808ms")).toTime() > duration("16h")
        datetime("2024-03-01").durationSince(datetime("2024-02-28")) == duration("2d")
        duration("0d") == duration("-0ms") && duration("1d2h3m4s5ms") > duration("1d")
        duration("-9223372036854775808ms") < duration("106751991167d7h12m55s807ms")
        duration("-1500ms").toSeconds() == -1 && duration("1d1ms").toMilliseconds() == 86400001
        duration("-25h").toDays() == -1 && duration("119m").toHours() == 1 && duration("61s").toMinutes() == 1
        [ip("::1"), decimal("1.0")].contains(decimal("1.00")) && decimal("1.0") != ip("::1")
        ![duration("1d")].contains(datetime("1970-01-02"))`,
      'deny other': `
        decimal("922337203685477.5808") == decimal("0.0")
        decimal("1.00000") == decimal("1.0")
        decimal("+1.0") == decimal("1.0")
        decimal("1.") == decimal("1.0")
        decimal("1.0\\n") == decimal("1.0")
        decimal(1) == decimal("1.0")
        decimal(resource.text) == decimal("1.0")
        decimal("1.0").lessThan(1)
        ip() == ip("::1")
        ip("::1", "::1") == ip("::1")
        ip("::1").isInRange()
        ip("::1").isInRange("::1")
        1.isIpv4()
        ip("") == ip("::1")
        ip("01.2.3.4") == ip("::1")
        ip("256.0.0.1") == ip("::1")
        ip("1.2.3") == ip("::1")
        ip("1.2.3.4/33") == ip("::1")
        ip("1.2.3.4/08") == ip("::1")
        ip("1.2.3.4/") == ip("::1")
        ip("1.2.3.4/8/8") == ip("::1")
        ip("::ffff:1.2.3.4") == ip("::1")
        ip("::1:2:3:4:5:6:7:8") == ip("::1")
        ip("1::2:3:4:5:6:7:8") == ip("::1")
        ip("1::2::3") == ip("::1")
        ip(":::") == ip("::1")
        ip("1:") == ip("::1")
        ip("00001::") == ip("::1")
        ip("::/129") == ip("::1")
        ip("0000:0000:0000:0000:0000:0000:0000:0001/0128") == ip("::1")
        datetime("1900-02-29") == datetime("1900-03-01")
        datetime("2024-13-01") == datetime("1900-03-01")
        datetime("2024-00-01") == datetime("1900-03-01")
        datetime("2024-01-00") == datetime("1900-03-01")
        datetime("2024-01-01T24:00:00Z") == datetime("2024-01-02")
        datetime("2024-01-01T23:60:00Z") == datetime("2024-01-02")
        datetime("2024-01-01T23:59:60Z") == datetime("2024-01-02")
        datetime("2024-01-01T00:00:00+2400") == datetime("2024-01-02")
        datetime("2024-01-01T00:00:00+0060") == datetime("2024-01-02")
        datetime("2024-01-01T00:00:00.1Z") == datetime("2024-01-02")
        datetime("2024-01-01T00:00:00") == datetime("2024-01-01")
        datetime("9999-12-31").offset(duration("9223372036854775807ms")) == datetime("2024-01-01")
        datetime("1970-01-01").offset(duration("-9223372036854775808ms")).toDate() == datetime("1970-01-01")
        datetime("1970-01-02").durationSince(datetime("1970-01-01").offset(duration("-106751991167d8h"))) == 1
        duration("9223372036854775808ms") == duration("1d")
        duration("106751991168d") == duration("1d")
        duration("") == duration("1d")
        duration("-") == duration("1d")
        duration("1h1d") == duration("1d")
        duration("1.5h") == duration("1d")
        datetime("2024-01-01").offset(1) == datetime("2024-01-01")
        duration("1d").toDate() == datetime("2024-01-01")
        datetime("2024-01-01").toDays() == 1`,
    }),
  )('%s: %s', (condition, answer) => {
    expect(decide(condition)).toBe(answer);
  });
});

test('`like` agrees on patterns that are mostly stars', () => {
  const piece = fc.constantFrom('a', 'b', 'ab', '*', '**', '\\*', '😀');
  const text = fc.array(fc.constantFrom('a', 'b', '*', '😀'), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), text, (pattern, parts) => {
      expect(decide(`"${parts.join('')}" like "${pattern.join('')}"`)).toMatch(/^(allow|deny)$/);
    }),
    { numRuns: 150 },
  );
});
