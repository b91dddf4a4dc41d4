// One of several processes on one database: it decides for so long as it is asked to, and counts.

import { createLog, openHome } from '../../src/main.ts';
import { decideFor } from '../decide.ts';
import { benchConfig } from '../home.ts';
import { report } from '../role.ts';

export interface ReplicaLoad {
  readonly task: string;
  readonly concurrency: number;
  readonly durationMs: number;
}

const [home = '', databaseUrl = ''] = process.argv.slice(2);
const { running } = await openHome(benchConfig(home, databaseUrl), createLog('error'));
process.on('message', ({ task, concurrency, durationMs }: ReplicaLoad) => {
  void decideFor(running.core, task, concurrency, durationMs).then((decided) => process.send!(decided));
});
await report({});
await running.stop();
