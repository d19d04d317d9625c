import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { historyToJson } from './history-json.ts';
import { Library } from './library.ts';
import { recordedPaths } from './recorded-paths.ts';
import { startTimeSkippingServer } from './time-skipping-server.ts';

/**
 * `npm run record:histories [-- PATH…]`: records the history of every path that has none yet, or anew those named.
 * Only a path that no release has run may be recorded anew (histories/README.md).
 */
const anew = process.argv.slice(2);
const server = await startTimeSkippingServer();
const library = await Library.open(server, await bundleWorkflows());
// The nights have a path of their own: they would be most of any other.
library.nightsByHand = true;
for (const { name, drive } of recordedPaths) {
  const file = new URL(`../histories/${name}.json`, import.meta.url);
  if (existsSync(file) && !anew.includes(name)) continue;
  const history = await server.client.workflow.getHandle(await drive(library)).fetchHistory();
  // A worker's identity names the machine it ran on.
  const json = historyToJson(history).replaceAll(/"identity":"[^"]*"/g, '"identity":"recorder"');
  await writeFile(file, `${json}\n`);
  await library.endStory();
  console.log(`${name}: ${history.events?.length ?? 0} events, ${Math.ceil(json.length / 1024)} kB`);
}
await library.close();
await server.stop();
