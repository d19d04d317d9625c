import { expect, test } from '@jest/globals';
import { withoutSources } from './without-sources.ts';

const map = { version: 3, file: 'b.js', sources: ['a.ts'], mappings: 'AAAA', sourcesContent: ['貸出'] };
const inlined = (of: object) =>
  `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(JSON.stringify(of)).toString('base64')}`;

test('the text of its sources is taken out of a bundle, and nothing else', () => {
  const { sourcesContent: _, ...kept } = map;
  const code = "const said = '//# sourceMappingURL=';\nrun(said);\n";
  expect(withoutSources(`${code}${inlined(map)}`)).toBe(`${code}${inlined(kept)}\n`);
});

test('a bundle that has no map at its end is refused', () => {
  expect(() => withoutSources('run();\n')).toThrow('without a source map');
});
