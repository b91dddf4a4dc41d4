import { array, assert, constantFrom, jsonValue, oneof, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { redactJson, redactText } from './secrets.ts';

// Put together here, so that no secret scanner mistakes this file for a leak.
const LOT = 'q7Zt0LmXw4Rk9BvNs2Hd8YcJe5Gf1PaU3oTi6KxCzVbWnMrEhDyQjSgFuAlIpO';
const lot = (length: number): string => LOT.repeat(3).slice(0, length);
const HEX = 'deadbeef01234567'.repeat(4);

const SECRETS: readonly (readonly [kind: string, secret: string])[] = [
  ['jwt', `eyJ${lot(20)}.eyJ${lot(40)}.${lot(43)}`],
  [
    'aws-key',
    `AKIA${LOT.slice(0, 16)
      .toUpperCase()
      .replace(/[0189]/g, '7')}`,
  ],
  ['google-key', `AIza${lot(35)}`],
  ['google-token', `ya29.${lot(60)}`],
  ['google-secret', `GOCSPX-${lot(28)}`],
  ['azure-secret', `aB38Q~${lot(34)}`],
  ['github-token', `ghp_${lot(36)}`],
  ['github-token', `github_pat_${lot(22)}_${lot(59)}`],
  ['gitlab-token', `glpat-${lot(20)}`],
  ['slack-token', `xoxb-1234567890-${lot(24)}`],
  ['slack-token', `xapp-1-${lot(60)}`],
  ['stripe-key', `sk_live_${lot(24)}`],
  ['stripe-key', `whsec_${lot(32)}`],
  ['anthropic-key', `sk-ant-api03-${lot(60)}`],
  ['openai-key', `sk-proj-${lot(48)}`],
  ['openai-key', `sk-${lot(48)}`],
  ['npm-token', `npm_${lot(36)}`],
  ['pypi-token', `pypi-${lot(80)}`],
  ['twilio-key', `SK${HEX.slice(0, 32)}`],
  ['sendgrid-key', `SG.${lot(22)}.${lot(43)}`],
];

const pem = (label: string, end = true): string =>
  [
    `-----BEGIN ${label}-----`,
    ...Array.from({ length: 4 }, () => lot(64)),
    ...(end ? [`-----END ${label}-----`] : []),
  ].join('\n');

describe('a secret that says what it is', () => {
  it.each(SECRETS)('%s: %s is replaced wherever it stands, and nothing around it', (kind, secret) => {
    const found = [{ kind, count: 1 }];
    for (const [before, after] of [
      ['', ''],
      ['It is ', '.'],
      ['{"a":"', '"}'],
      ['x=', '&y=1'],
      ['(', ')\nnext'],
    ] as const) {
      const value = `${before}[redacted:${kind}]${after}`;
      expect(redactText(`${before}${secret}${after}`, [])).toEqual({ value, found });
    }
  });

  it.each([
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ])('a %s in PEM is replaced from its first line to its last', (label) => {
    const text = `before\n${pem(label)}\nafter ${pem(label)} end`;
    const value = 'before\n[redacted:private-key]\nafter [redacted:private-key] end';
    expect(redactText(text, [])).toEqual({ value, found: [{ kind: 'private-key', count: 2 }] });
    expect(redactText(JSON.stringify(text), []).value).toBe(JSON.stringify(value));
  });

  it('a private key that is cut off is replaced as far as it goes, and prose after it stays', () => {
    const cut = `${pem('PRIVATE KEY', false)}\nis how it begins`;
    expect(redactText(cut, []).value).toBe('[redacted:private-key]\nis how it begins');
    expect(redactText('Look for -----BEGIN PRIVATE KEY----- in it', []).value).toBe(
      'Look for [redacted:private-key] in it',
    );
    const far = `-----BEGIN PRIVATE KEY-----\n${'no key. '.repeat(10_000)}-----END PRIVATE KEY-----`;
    expect(redactText(far, []).value).toContain('no key. no key.');
  });

  it('a public key and a certificate are no secrets', () => {
    for (const label of ['PUBLIC KEY', 'CERTIFICATE']) {
      expect(redactText(pem(label), []).found).toEqual([]);
    }
  });
});

describe('a secret that is named', () => {
  it.each([
    ['Authorization: Bearer s3cr3t-opaque-Value-99', 'Authorization: Bearer [redacted:authorization]'],
    [
      'curl -H "authorization: Basic dXNlcjpwYXNzd29yZDE="',
      'curl -H "authorization: Basic [redacted:authorization]"',
    ],
    ['Proxy-Authorization: hunter22', 'Proxy-Authorization: [redacted:authorization]'],
    [`use bearer ${lot(30)} then`, 'use bearer [redacted:authorization] then'],
    ['postgres://ada:correct-h0rse@db.example/app', 'postgres://ada:[redacted:url-password]@db.example/app'],
    ['https://:t0psecret@host/', 'https://:[redacted:url-password]@host/'],
    ['password=hunter2!', 'password=[redacted:password]'],
    ["DB_PASSWORD = 'corr3ct-horse'", "DB_PASSWORD = '[redacted:password]'"],
    ['{"password":"s3cr3t!!"}', '{"password":"[redacted:password]"}'],
    ['{\\"dbPassword\\": \\"s3cr3t!!\\"}', '{\\"dbPassword\\": \\"[redacted:password]\\"}'],
    ['The password is "Winter2024!" now', 'The password is "[redacted:password]" now'],
    ['MAIL_TOKEN=hs_9f2c77 MAIL_PASS=blue-20', 'MAIL_TOKEN=[redacted:api-key] MAIL_PASS=[redacted:password]'],
    ['"DEPLOY_SECRET": "a1b2c3d4"', '"DEPLOY_SECRET": "[redacted:api-key]"'],
    ['Server=x;User=y;Pwd=Zz9!kkLm;', 'Server=x;User=y;Pwd=[redacted:password];'],
    [`api_key: ${lot(24)}`, 'api_key: [redacted:api-key]'],
    [`export AWS_SECRET_ACCESS_KEY=${lot(40)}`, 'export AWS_SECRET_ACCESS_KEY=[redacted:api-key]'],
    [`client_secret => "${lot(32)}"`, 'client_secret => "[redacted:api-key]"'],
    [`token := '${HEX.slice(0, 40)}'`, "token := '[redacted:api-key]'"],
    [`AccountKey=${lot(44)}${lot(42)}==;`, 'AccountKey=[redacted:azure-key];'],
    [`https://x.blob/y?sv=1&sig=${lot(43)}%3D&z`, 'https://x.blob/y?sv=1&sig=[redacted:azure-signature]&z'],
    [
      `https://hooks.slack.com/services/T0000AAAA/B0000BBBB/${lot(24)}`,
      'https://hooks.slack.com/services/[redacted:slack-webhook]',
    ],
  ])('%s', (text, expected) => {
    expect(redactText(text, []).value).toBe(expected);
  });

  it('is found by the name of the member that holds it, and the JSON keeps its shape', () => {
    const value: Json = {
      login: { user: 'ada', password: 'hunter22', passphrase: 'short and has blanks' },
      keys: [{ apiKey: lot(20), accessToken: HEX, n: 1, on: true, none: null }],
      schema: { password: { type: 'string' }, secret: 'required' },
      nextPageToken: lot(24),
    };
    const { login, keys, schema, nextPageToken } = redactJson(value, []).value as typeof value & {
      keys: Json[];
    };
    expect(login).toEqual({
      user: 'ada',
      password: '[redacted:password]',
      passphrase: 'short and has blanks',
    });
    expect(keys).toEqual([
      { apiKey: '[redacted:api-key]', accessToken: '[redacted:api-key]', n: 1, on: true, none: null },
    ]);
    expect({ schema, nextPageToken }).toEqual({
      schema: { password: { type: 'string' }, secret: 'required' },
      nextPageToken: lot(24),
    });
  });

  it('is looked for however deep it lies; what is too deep to look into is not kept', () => {
    const nest = (depth: number): Json =>
      Array.from({ length: depth }).reduce<Json>((inner) => [inner], { password: 'hunter22' });
    expect(JSON.stringify(redactJson(nest(200), []).value)).not.toContain('hunter22');
    const { value, found } = redactJson(nest(5_000), []);
    expect(JSON.stringify(value)).toContain('[redacted:too-deep]');
    expect(found).toEqual([{ kind: 'too-deep', count: 1 }]);
  });
});

describe('a secret that was released', () => {
  it('is found in any text, whatever it looks like, also where it touches another', () => {
    const known = ['plain words', 'words and'];
    expect(redactText('these plain words and more', known).value).toBe('these [redacted:credential] more');
    expect(redactText('plain wordsplain words', known)).toEqual({
      value: '[redacted:credential][redacted:credential]',
      found: [{ kind: 'credential', count: 2 }],
    });
    expect(redactJson({ echo: ['x plain words y'] }, known).value).toEqual({
      echo: ['x [redacted:credential] y'],
    });
  });

  it('is not looked for where it is so short that it would be found by accident', () => {
    expect(redactText('a cat', ['a']).value).toBe('a cat');
  });
});

describe('what is no secret', () => {
  it.each([
    '550e8400-e29b-41d4-a716-446655440000',
    `commit ${HEX.slice(0, 40)}`,
    `sha256:${HEX}`,
    `"integrity": "sha512-${lot(60)}${lot(26)}=="`,
    `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${LOT.repeat(20)}`,
    'hmac-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'The password is required, and the token expires after 3600 seconds.',
    'password: string; token: string | null; secret: Secret<Token>',
    'const password = getPassword(); const apiKey = process.env.API_KEY_V2_PRIMARY;',
    'password = user.password && settings.auth.password_2',
    'PASSWORD=${DB_PASSWORD} API_KEY=$API_KEY_1 TOKEN=<your-token-1234> SECRET={{ secret_1234567 }}',
    'password: ********, api_key: xxxxxxxxxxxx1234, secret: [redacted:api-key]',
    'credential: {issuer: static, reference: env:STRIPE_API_KEY_2026}',
    'api_key: your-api-key-goes-here-1234 and password: changeme123',
    'max_tokens: 4096, "nextPageToken": "CAoQAA1234567890abcdefgh"',
    'NEXT_PAGE_TOKEN=CAoQAA1234 DB_PASS=${DB_PASS_1} CI_TOKEN=env:CI_TOKEN_2 TESTS_PASS: 12/12',
    'The password is at least 8 characters long. Your password is at-least-8-characters.',
    'BOARDING_PASS: LH4711X SKI_PASS=Zermatt2026 SYNC_TOKEN=abc123 DB_PASS=vault:secret/data/db1',
    'Basic understanding of Bearer authentication is assumed; see basic authorization rules',
    '{"Authorization": "Bearer ${input:tok}"} Authorization: Basic <credentials>',
    'https://example.org:8080/a@b/c?x=1 and git@github.com:owner/repo.git and ssh://git@host:22/x',
    'pwd=/home/ada/project-2026 and the secret: bring-your-own-glass',
    'sk-learn, ghp_short, AKIA1234, xoxb-1, SG.a.b, eyJhIjoxfQ, npm_config_registry=https://r.example',
    'task_0123456789abcdef hold_0123456789abcdef rec_0123456789abcdef.0',
    '2026-11-20T10:00:00.000Z 192.168.0.1 fe80::1 +49 30 1234567 4111 1111 1111 1111',
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.',
  ])('%s', (text) => {
    expect(redactText(text, [])).toEqual({ value: text, found: [] });
  });
});

describe('every text', () => {
  const pieces = oneof(
    constantFrom(
      ...SECRETS.map(([, secret]) => secret),
      pem('PRIVATE KEY'),
      ' ',
      '\n',
      '"',
      'password=',
      'Bearer ',
    ),
    string({ maxLength: 12 }),
  );
  const texts = array(pieces, { maxLength: 12 }).map((parts) => parts.join(' '));

  it('is the same when it is redacted again', () => {
    assert(
      property(texts, (text) => {
        const once = redactText(text, []).value;
        expect(redactText(once, []).value).toBe(once);
      }),
    );
  });

  it('that holds a released secret does not afterwards', () => {
    const secrets = stringMatching(/^[A-Z0-9]{6,20}$/);
    assert(
      property(texts, secrets, texts, (before, secret, after) => {
        expect(redactText(`${before}${secret}${after}`, [secret]).value).not.toContain(secret);
      }),
    );
  });

  it('that is JSON stays the same JSON but for its strings', () => {
    const blank = (value: Json): Json =>
      JSON.parse(JSON.stringify(value, (_, one: Json) => (typeof one === 'string' ? '' : one))) as Json;
    assert(
      property(jsonValue({ maxDepth: 4 }), (value) => {
        expect(blank(redactJson(value as Json, []).value)).toEqual(blank(value as Json));
      }),
    );
  });

  it.each([
    'eyJ',
    'eyJa.',
    `eyJ${lot(10)}.`,
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN A B C D ',
    '-----END PRIVATE KEY-----',
    '://a:',
    '://',
    'password=',
    'password',
    'authorization: ',
    'bearer ',
    'bearer a/',
    'sk-ant-',
    'glpat-a.',
    'ya29.',
    'xoxb-',
    'sig=',
    '?sig=a',
    'AccountKey=',
    '\\\\\\',
    'token',
    'api_',
    'secret:',
    ' ',
    '=',
    'aaaa',
    'a.',
    'Q~',
    '1Q~',
    'github_pat_',
  ])('costs its length, also half a million characters of %j', (piece) => {
    const text = piece.repeat(Math.ceil(500_000 / piece.length));
    // Were it to cost the square of that, this would not end before the test is stopped.
    expect(redactText(text, []).value.length).toBeLessThanOrEqual(text.length * 2);
  });
});
