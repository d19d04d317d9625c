import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root, type ServiceName, services } from '../services.ts';

const Packages = z.object({ workspaces: z.array(z.string()) });
const Package = z.object({ name: z.string(), dependencies: z.record(z.string(), z.string()).default({}) });

/** What no service runs: tests, what they share, histories, and what is generated. */
const notRun = /\.test\.tsx?$|\/(testing|bench|histories|generated)\//;

/**
 * Answers which services run a file, named from the root: those of its workspace, and those whose workspace depends on
 * that one, directly or not.
 */
export function servicesOf(): (file: string) => ServiceName[] {
  const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const { workspaces } = Packages.parse(readJson('package.json'));
  const folders = workspaces.flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }));
  const packages = folders.map((file) => ({ folder: path.dirname(file), ...Package.parse(readJson(file)) }));
  /** The folders of a workspace and of all that it depends on. */
  const reach = (folder: string, found = new Set<string>()): Set<string> => {
    const one = packages.find((each) => each.folder === folder);
    if (one === undefined || found.has(folder)) return found;
    found.add(folder);
    for (const other of packages) if (other.name in one.dependencies) reach(other.folder, found);
    return found;
  };
  const reached = services.map(({ name, folder }) => ({ name, folders: [...reach(folder)] }));
  return (file) => {
    if (notRun.test(file)) return [];
    const has = (folder: string) => file.startsWith(`${folder}/src/`);
    return reached.filter(({ folders }) => folders.some(has)).map(({ name }) => name);
  };
}
