import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { databaseVariables, Ports } from '../configuration-faults.mjs';

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A process of ours. */
export interface Service {
  readonly name: ServiceName;
  /** The workspace, from the root. */
  readonly folder: string;
  readonly port: keyof Ports;
  /** The service's own database, where it has one. Nobody is given another's address. */
  readonly database?: { readonly name: string; readonly variable: DatabaseVariable };
  /** The one token that it is given: it asks others, and no process asks it. Who is asked knows the tokens of all. */
  readonly shows?: string;
  /** Run once at every start before the process itself; finds out by itself that it has nothing to do. */
  readonly oneShot: string;
}

export type ServiceName = 'catalog' | 'patron' | 'shipping' | 'workflows' | 'patron-web' | 'staff-web';

type DatabaseVariable = (typeof databaseVariables)[number];

export const services: readonly Service[] = [
  {
    name: 'catalog',
    folder: 'services/catalog',
    port: 'catalog',
    database: { name: 'catalog', variable: 'CATALOG_DATABASE_URL' },
    oneShot: 'src/load.ts',
  },
  {
    name: 'patron',
    folder: 'services/patron',
    port: 'patron',
    database: { name: 'patron', variable: 'PATRON_DATABASE_URL' },
    oneShot: 'src/load.ts',
  },
  {
    name: 'shipping',
    folder: 'services/shipping',
    port: 'shipping',
    database: { name: 'shipping', variable: 'SHIPPING_DATABASE_URL' },
    oneShot: 'src/load.ts',
  },
  { name: 'workflows', folder: 'workflows', port: 'workflows', oneShot: 'src/set-up.ts' },
  {
    name: 'patron-web',
    folder: 'services/patron-web',
    port: 'patronWeb',
    database: { name: 'patron_web', variable: 'PATRON_WEB_DATABASE_URL' },
    shows: 'PATRON_WEB_TOKEN',
    oneShot: 'src/load.ts',
  },
  {
    name: 'staff-web',
    folder: 'services/staff-web',
    port: 'staffWeb',
    database: { name: 'staff_web', variable: 'STAFF_WEB_DATABASE_URL' },
    shows: 'STAFF_WEB_TOKEN',
    oneShot: 'src/load.ts',
  },
];

/** Beside a service's consumer: the types it hears, and in which group. */
export const heardFactsFile = 'src/facts/heard-facts.ts';

/** Where an image has the bundles of what on a clone are sources; see image/compile-image.ts. */
export const compiledFolder = 'compiled';

/** A file of a service's workspace, or undefined where it is not there. */
export function fileOf(service: Service, file: string): string | undefined {
  return fileFromRoot(path.join(service.folder, file));
}

/** A file named from the root, or undefined where it is not there; in an image the bundle of an entry stands for it. */
export function fileFromRoot(file: string): string | undefined {
  const bundle = path.join(compiledFolder, file.replace(/\.ts$/, '.js'));
  return [file, bundle].map((each) => path.join(root, each)).find((each) => existsSync(each));
}
