import { expect, it } from 'vitest';
import { packageOf } from './package-spec.ts';

const SHA = 'a'.repeat(64);
const COMMIT = 'b'.repeat(40);

it.each([
  ['npx -y some-server', 'some-server', 'none'],
  ['npx -y some-server@latest', 'some-server', 'none'],
  ['npx -y some-server@^1.2.3', 'some-server', 'none'],
  ['npx --yes some-server@1.2.3 /srv', 'some-server', 'exact'],
  ['npx -y @scope/server', '@scope/server', 'none'],
  ['npx -y @scope/server@2.0.0-rc.1', '@scope/server', 'exact'],
  ['/usr/bin/npx -p @scope/server@1.0.0 run-it', '@scope/server', 'exact'],
  ['npx --package=some-server run-it', 'some-server', 'none'],
  ['npx.cmd some-server', 'some-server', 'none'],
  ['cmd /c npx -y some-server', 'some-server', 'none'],
  ['npx github:owner/repository', 'github:owner/repository', 'none'],
  [`npx git+https://example.org/x.git#${COMMIT}`, `git+https://example.org/x.git#${COMMIT}`, 'exact'],
  ['pnpm dlx some-server', 'some-server', 'none'],
  ['npm exec -- some-server@1.0.0', 'some-server', 'exact'],
  ['bun x some-server', 'some-server', 'none'],
  ['uvx mail-server', 'mail-server', 'none'],
  ['uvx mail-server==0.4.1', 'mail-server', 'exact'],
  ['uvx mail-server@0.4.1', 'mail-server', 'exact'],
  ['uvx mail-server@latest', 'mail-server', 'none'],
  ['uvx --from mail-tools>=1 mail-server', 'mail-tools', 'none'],
  ['uvx --python 3.12 mail-server', 'mail-server', 'none'],
  ['uv tool run mail-server', 'mail-server', 'none'],
  [`uvx --from git+https://example.org/x@${COMMIT} x`, `git+https://example.org/x@${COMMIT}`, 'exact'],
  ['pipx run mail-server', 'mail-server', 'none'],
  ['docker run -i --rm -e TOKEN -v /a:/b registry:5000/team/server', 'registry:5000/team/server', 'none'],
  ['docker run -i --rm server:latest', 'server', 'none'],
  ['podman run --network=none server:1.4', 'server', 'named'],
  [`docker run -i server:1.4@sha256:${SHA}`, 'server', 'exact'],
  ['go run example.org/server@v1.2.3', 'example.org/server', 'exact'],
  ['go run example.org/server@latest', 'example.org/server', 'none'],
])('%s', (line, name, pin) => {
  expect(packageOf(words(line))).toMatchObject({ name, pin });
});

it.each([
  'node server.js',
  'npx ./server.js',
  'npm start',
  'docker ps',
  'uv run server.py',
  'go run ./cmd',
  'npx',
  '',
])('%j downloads nothing', (line) => {
  expect(packageOf(words(line))).toBeNull();
});

it('looks into the text of a shell', () => {
  const text = { text: 'npx -y some-server', start: 0, end: 1 };
  expect(packageOf([...words('bash -lc'), text])).toMatchObject({ name: 'some-server', pin: 'none' });
});

function words(line: string) {
  return line.split(' ').map((text, at) => ({ text, start: at, end: at + 1 }));
}
