// node_modules holds exactly what package-lock.json asks for, or is installed anew. Contents are compared, not
// times: a checkout touches files without changing them.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the locked dependencies where they are not all there. Returns whether they are now. */
export function install(root) {
  if (isInstalled(root)) return true;
  process.stderr.write('holdpoint: installing the dependencies (npm ci) …\n');
  // npm's own words go to stderr; no package may run code while it is installed.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  if (npm.error) process.stderr.write(`holdpoint: npm cannot be started: ${npm.error.message}\n`);
  return npm.status === 0;
}

function isInstalled(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  const isThere = (path) => isSame(wanted[path], present[path]) && existsSync(join(root, path));
  // An optional package that is absent was made for another platform.
  const isAbsentByRight = (path) => !present[path] && (wanted[path].optional || wanted[path].devOptional);
  return (
    Object.keys(wanted).every((path) => isThere(path) || isAbsentByRight(path)) &&
    Object.keys(present).every((path) => wanted[path])
  );
}

/** The packages of a lock file by their folder; undefined when there is no readable one. */
function packagesIn(lockfile) {
  try {
    const packages = Object.entries(JSON.parse(readFileSync(lockfile, 'utf8')).packages);
    return Object.fromEntries(packages.filter(([path]) => path.includes('node_modules/')));
  } catch {
    return undefined;
  }
}

function isSame(wanted, present) {
  return (
    present && ['version', 'integrity', 'link'].every((property) => wanted[property] === present[property])
  );
}
