#!/usr/bin/env node
// The process `holdpoint`: one command line in, one exit code out.

import { fileURLToPath } from 'node:url';
import { createCliDeps } from './main.ts';
import { processIo } from './surfaces/cli/io.ts';
import { runCli } from './surfaces/cli/run.ts';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const program = fileURLToPath(import.meta.url);
process.exitCode = await runCli(process.argv.slice(2), processIo(process), createCliDeps(program));
