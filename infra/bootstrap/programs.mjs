// The programs of the machine, where it has them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export function pip() {
  return ['python3', 'python'].find((python) => spawnSync(python, ['-m', 'pip', '--version']).status === 0);
}

/** A Chromium without windows first: it opens a page at a third of the cost. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
    .map(onPath)
    .find(Boolean);
}

export function onPath(name) {
  return (process.env.PATH || '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(fs.existsSync);
}
