import { satisfies, valid } from 'semver';
import { z } from 'zod';

/** A package of the lock file. */
interface Installed {
  readonly name: string;
  readonly version: string;
  /** For building and testing alone. */
  readonly development: boolean;
}

const Range = z.object({
  type: z.string(),
  events: z.array(
    z.object({
      introduced: z.string().optional(),
      fixed: z.string().optional(),
      last_affected: z.string().optional(),
    }),
  ),
});

/** An advisory as OSV tells it (https://ossf.github.io/osv-schema/), as far as it is read here. */
export const AdvisorySchema = z.object({
  id: z.string(),
  summary: z.string().default(''),
  withdrawn: z.string().optional(),
  database_specific: z.object({ severity: z.string().optional() }).optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        ranges: z.array(Range).default([]),
        versions: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});
export type Advisory = z.output<typeof AdvisorySchema>;

export interface Hit extends Installed {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
}

/** The packages that a lock file of npm's installs. */
export function installedIn(lockFile: unknown): Installed[] {
  const Entry = z.object({
    version: z.string().optional(),
    name: z.string().optional(),
    link: z.boolean().optional(),
    dev: z.boolean().optional(),
  });
  const { packages } = z.object({ packages: z.record(z.string(), Entry) }).parse(lockFile);
  return Object.entries(packages).flatMap(([place, { version, name, link, dev }]) => {
    const folder = 'node_modules/';
    if (version === undefined || link === true || !place.includes(folder)) return [];
    const called = name ?? place.slice(place.lastIndexOf(folder) + folder.length);
    return [{ name: called, version, development: dev === true }];
  });
}

/** What of these is told of by an advisory, the more dangerous of it first: what is deployed. */
export function affectedBy(installed: readonly Installed[], advisories: Iterable<Advisory>): Hit[] {
  const hits: Hit[] = [];
  for (const { id, summary, withdrawn, database_specific, affected } of advisories) {
    if (withdrawn !== undefined) continue;
    for (const { package: of, ranges, versions } of affected) {
      if (of?.ecosystem !== 'npm') continue;
      for (const one of installed.filter(({ name }) => name === of.name))
        if (versions.includes(one.version) || ranges.some((range) => isWithin(one.version, range)))
          hits.push({ ...one, id, severity: database_specific?.severity ?? 'UNKNOWN', summary });
    }
  }
  return hits.sort((a, b) => Number(a.development) - Number(b.development) || a.name.localeCompare(b.name));
}

/** The events of a range stand in their order: from an `introduced` on until the next `fixed`, or through a `last_affected`. */
function isWithin(version: string, { type, events }: z.output<typeof Range>): boolean {
  if (type !== 'SEMVER' || valid(version) === null) return false;
  const spans: string[] = [];
  for (const { introduced, fixed, last_affected } of events) {
    if (introduced !== undefined) spans.push(introduced === '0' ? '>=0.0.0-0' : `>=${introduced}`);
    if (fixed !== undefined) spans.push(`${spans.pop() ?? ''} <${fixed}`);
    if (last_affected !== undefined) spans.push(`${spans.pop() ?? ''} <=${last_affected}`);
  }
  return spans.some((span) => satisfies(version, span, { includePrerelease: true }));
}
