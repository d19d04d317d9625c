/**
 * A bundle whose source map, at its end, names its sources and no more has their text: a stack trace needs the names alone, and
 * a worker holds all of it several times over.
 */
export function withoutSources(code: string): string {
  const [, before = '', head = '', map = ''] =
    /^(.*\n)(\/\/# sourceMappingURL=data:application\/json[^,]*;base64,)(\S+)\s*$/s.exec(code) ?? [];
  if (map === '') throw new Error('a bundle without a source map at its end');
  const { sourcesContent: _, ...kept } = JSON.parse(Buffer.from(map, 'base64').toString('utf8'));
  return `${before}${head}${Buffer.from(JSON.stringify(kept)).toString('base64')}\n`;
}
