import { existsSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { createLogger } from '@toshobin/service';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { chartSinks } from '../charts/chart-sinks.ts';
import { historyFromJson } from './history-json.ts';
import './quiet-runtime.ts';

// For a debugger (.vscode/launch.json, CONTRIBUTING): the code of today, step by step through what one process has
// lived; a recorded history by its name, or a file downloaded from the Temporal UI.

const [name = ''] = process.argv.slice(2);
const recorded = new URL(`../histories/${name}.json`, import.meta.url);
const file = existsSync(recorded) ? recorded : name;
if (name === '' || !existsSync(file)) {
  console.error('replay-history.ts HISTORY: a name in workflows/src/histories, or a downloaded file');
  process.exit(2);
}
const sinks = chartSinks(createLogger('replay', 'warn'));
const options = { workflowBundle: await bundleWorkflows(), sinks };
await Worker.runReplayHistory(options, historyFromJson(readFileSync(file, 'utf8')));
console.log(`${name} goes on with the code of today`);
