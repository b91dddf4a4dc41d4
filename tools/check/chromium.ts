// The browser's tests run in a browser where there is one, and CI gets one: nothing is installed on a machine
// that somebody works on.

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Debian's, as root, without questions. */
const INSTALL =
  'apt-get update -qq && DEBIAN_FRONTEND=noninteractive ' +
  'apt-get install -y -qq --no-install-recommends chromium';
const INSTALL_LIMIT_MS = 300_000;

/** The executable of a Chromium on this machine: `HOLDPOINT_CHROMIUM`, else the first in the path. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['HOLDPOINT_CHROMIUM'];
  if (named !== undefined) return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

/**
 * Starts to install one where CI needs it and may: Debian as root. Resolves when it is there, or with why it
 * is not; the tests that need it are then skipped. Undefined where there is nothing to do.
 */
export function installChromium(
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> | undefined {
  if (env['CI'] !== 'true' || process.getuid?.() !== 0 || findChromium(env) !== undefined) return undefined;
  return new Promise((resolve) => {
    const installer = spawn('sh', ['-c', INSTALL], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: INSTALL_LIMIT_MS,
    });
    let complaint = '';
    installer.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    installer.on('error', (error) => resolve(error.message));
    installer.on('close', (code) => {
      resolve(code === 0 ? undefined : complaint.trim() || `apt-get ended with ${code}`);
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
