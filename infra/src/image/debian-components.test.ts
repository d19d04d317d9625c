import { expect, test } from '@jest/globals';
import { debianComponents } from './debian-components.ts';

const osRelease = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
const status = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u10
Description: GNU C Library
 Version: of nothing

Package: login
Status: install ok installed
Architecture: amd64
Version: 1:4.13+dfsg1-1

Package: was-removed
Status: deinstall ok config-files
Architecture: all
Version: 1
`;

test('what dpkg has installed is named as scanners look it up, and what is only left over is not', () => {
  const named = debianComponents({ status, osRelease });
  expect(named.map(({ name, version }) => [name, version])).toEqual([
    ['debian', '12'],
    ['libc6', '2.36-9+deb12u10'],
    ['login', '1:4.13+dfsg1-1'],
  ]);
  expect(named[1]).toMatchObject({
    purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u10?arch=amd64&distro=debian-12',
  });
  expect(named[2]).toMatchObject({ purl: expect.stringContaining('/login@1:4.13%2Bdfsg1-1?') });
});

test('an image of which nothing is known stops its making', () => {
  expect(() => debianComponents({ status: '', osRelease })).toThrow('names no package');
});
