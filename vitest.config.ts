// Tests run on the compiled output, as users run it: worker threads and child processes need real JavaScript.
// The console's are bundled, not compiled, and run from their source.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['build/**/*.test.js', 'console/src/**/*.test.ts'],
    pool: 'forks',
    // Files share a process and what it has loaded: loading it for each took a third of the whole time.
    isolate: false,
    // What src/adapters/host/runtime.ts turns off in the product.
    execArgv: process.versions.node.startsWith('20.') ? ['--no-turbo-inline-js-wasm-calls'] : [],
    maxWorkers: 2,
    // What is surely coming is waited for: how long a busy machine may take is not what a test is about.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      include: ['build/src/kernel/**/*.js', 'build/src/ledger/**/*.js'],
      exclude: ['**/*.test.js', '**/*.contract.js'],
      reporter: ['text', 'json'],
      thresholds: { branches: 100 },
    },
  },
});
