import { expect, test } from '@jest/globals';
import { nameComponents } from './name-components.ts';

const listed = {
  bomFormat: 'CycloneDX',
  components: [
    { name: 'express', version: '5.1.0', hashes: [] },
    { name: 'jest', version: '30.5.2', hashes: [] },
  ],
  dependencies: [],
};

test('what is in the image is named with Node itself, and what was for building it alone is not', () => {
  const { components, ...about } = nameComponents(listed, new Set(['express@5.1.0']));
  expect(about).toEqual({ bomFormat: 'CycloneDX' });
  const node = expect.objectContaining({ name: 'node', version: process.versions.node });
  expect(components).toEqual([node, listed.components[0]]);
  const debian = { name: 'debian', version: '12' };
  const withSystem = nameComponents(listed, new Set(['express@5.1.0']), [debian]);
  expect(withSystem.components).toEqual([debian, node, listed.components[0]]);
});

test('what is in the image and in no list stops its making', () => {
  expect(() => nameComponents(listed, new Set(['express@5.1.0', 'left-pad@1.3.0']))).toThrow(
    'left-pad@1.3.0',
  );
});
