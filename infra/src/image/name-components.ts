import { z } from 'zod';

/** As npm lists it from the lock file (CycloneDX). */
export const BomSchema = z.looseObject({
  components: z.array(z.looseObject({ name: z.string(), version: z.string() })),
});
type Bom = z.output<typeof BomSchema>;

/**
 * Of what npm lists, what is in the image (`name@version`), Node itself, and the system that they lie on. Throws where
 * something is in the image and in no list.
 */
export function nameComponents(
  { dependencies: _, ...listed }: Bom,
  inImage: ReadonlySet<string>,
  system: Bom['components'] = [],
): Bom {
  const components = listed.components.filter(({ name, version }) => inImage.has(`${name}@${version}`));
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const missing = [...inImage].filter((one) => !named.has(one));
  if (missing.length > 0) throw new Error(`in the image and not in the lock file: ${missing.join(', ')}`);
  const version = process.versions.node;
  const reference = `pkg:generic/node@${version}`;
  const licenses = [{ license: { id: 'MIT' } }];
  const node = { type: 'platform', name: 'node', version, 'bom-ref': reference, purl: reference, licenses };
  return { ...listed, components: [...system, node, ...components] };
}
