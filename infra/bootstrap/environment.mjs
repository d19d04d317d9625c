// What a command is told.

import path from 'node:path';
import { chromium, onPath } from './programs.mjs';
import { engines, root } from './steps.mjs';

/** The environment of a command. Tests are told where the engines are that they start themselves. */
export function environment(command) {
  // Half of what a start costs is compiling what was compiled before.
  const env = Object.assign({ NODE_COMPILE_CACHE: path.join(root, '.local', 'compile-cache') }, process.env);
  if (command.browser) env.CHROMIUM = chromium();
  if (!command.tests) return env;
  return Object.assign(
    { TEMPORAL_BINARY: onPath('temporal') || path.join(engines, 'temporal', 'temporal') },
    env,
    { TEMPORAL_TEST_SERVER_JARS: path.join(engines, 'temporal-test-server') },
  );
}
