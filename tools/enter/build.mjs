// build/ mirrors the sources: each has its output, and no output outlives its source. A build that would
// change nothing is skipped, so that a script starts at once.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', 'test', 'tools', 'bench', 'examples'];
const OUTPUTS = ['.d.ts', '.js.map', '.js'];

/** Compiles the sources. Type errors make it not `ok`; what could be compiled is there all the same. */
export function build(root) {
  const compiled = compile(root);
  const bundled = bundleConsole(root);
  return { ok: compiled.ok && bundled.ok, output: compiled.output + bundled.output };
}

function compile(root) {
  const sources = FOLDERS.flatMap((folder) => filesUnder(root, folder)).filter((path) =>
    path.endsWith('.ts'),
  );
  const stamp = join(root, 'build', '.inputs');
  const inputs = fingerprint(root, ['tsconfig.json', 'package-lock.json', ...sources]);
  if (isBuilt(root, sources) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
    return { ok: true, output: '' };
  }
  rmSync(stamp, { force: true });
  removeStale(root, new Set(sources));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const tsc = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.json'], { cwd: root, encoding: 'utf8' });
  const ok = tsc.status === 0;
  if (ok) writeFileSync(stamp, inputs);
  return { ok, output: `${tsc.stdout ?? ''}${tsc.stderr ?? ''}` };
}

/** The console is types of the sources and a page of its own: bundled where either has changed. */
function bundleConsole(root) {
  const own = filesUnder(root, 'console').filter((path) => !path.endsWith('.test.ts'));
  const contract = filesUnder(root, 'src/surfaces/http').filter((path) => path.includes('/contract'));
  const stamp = join(root, 'build', '.console-inputs');
  const inputs = fingerprint(root, ['package-lock.json', ...own, ...contract]);
  const isThere = existsSync(join(root, 'build/console/index.html'));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return { ok: true, output: '' };
  rmSync(stamp, { force: true });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const output = ['--outDir', join(root, 'build/console'), '--emptyOutDir'];
  const bundler = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...output], {
    cwd: join(root, 'console'),
    encoding: 'utf8',
  });
  const ok = bundler.status === 0;
  if (ok) writeFileSync(stamp, inputs);
  return { ok, output: ok ? '' : `${bundler.stdout ?? ''}${bundler.stderr ?? ''}` };
}

function isBuilt(root, sources) {
  return sources.every((path) => existsSync(join(root, 'build', path.replace(/(\.d)?\.ts$/, '.js'))));
}

/** Removes outputs whose source was moved or deleted: a stale test would still run. */
function removeStale(root, sources) {
  for (const path of FOLDERS.flatMap((folder) => filesUnder(root, join('build', folder)))) {
    const ending = OUTPUTS.find((suffix) => path.endsWith(suffix));
    const source = ending && path.slice('build/'.length, -ending.length);
    if (source && !sources.has(`${source}.ts`)) rmSync(join(root, path));
  }
}

/** Changes when a file's size or time does. */
function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** The files under a folder, as paths from the root with forward slashes. */
function filesUnder(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder.replaceAll('\\', '/')}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(root, path);
    return [path];
  });
}
