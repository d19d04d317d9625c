// @ts-check
// Keeps the page without a line with all that it needs, of one version.

/** A style sheet or a script under the address of its version. */
const VERSIONED = /^\/(style|scripts)\/[0-9a-f]{16}\//;

/** All of it or nothing: what can't be had is tried again by the browser. @param {string} name @param {string[]} paths */
export async function keepShell(name, paths) {
  const all = await Promise.all(paths.map(fetched));
  const cache = await caches.open(name);
  await Promise.all(all.map(([path, response]) => cache.put(path, response)));
}

/** @param {string} path @returns {Promise<[string, Response]>} */
async function fetched(path) {
  const response = await fetch(new Request(path, { cache: 'reload' }));
  // While a release is rolled the process of the other one may answer, with another content.
  const isOfThis = !VERSIONED.test(path) || /immutable/.test(response.headers.get('Cache-Control') ?? '');
  if (!response.ok || !isOfThis) throw new Error(`${path} is not of this version`);
  return [path, response];
}
