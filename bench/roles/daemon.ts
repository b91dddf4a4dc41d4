// Holdpoint itself, as `holdpoint up` starts it, with an open task.

import { rm } from 'node:fs/promises';
import { createLog, startDaemon } from '../../src/main.ts';
import { benchConfig, foundBench, makeHome } from '../home.ts';
import { report } from '../role.ts';

const [upstreamUrl = ''] = process.argv.slice(2);
const home = await makeHome();
const daemon = await startDaemon(benchConfig(home), createLog('error'));
const { token } = await foundBench(daemon.running.core, upstreamUrl);
await report({ url: `${daemon.url}/mcp`, token });
await daemon.stop();
await rm(home, { recursive: true, maxRetries: 3 });
