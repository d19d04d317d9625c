// Tells what a release's processes say to one another, as JSON schemas. Run in that release's tree, by Node:
// node tell-contracts.mjs FOLDER-OF-THE-TREE
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const tree = process.argv[2] ?? '';
const at = (name) => import(pathToFileURL(path.join(tree, name)).href);
const { z } = await at('node_modules/zod/index.js');
const { catalogApi, patronApi, shippingApi, commandApi, eventSchemas } = await at(
  'libs/contracts/src/index.ts',
);

/** What is accepted, and what is told once it was read. */
function bothOf(schema) {
  const as = (io) =>
    z.toJSONSchema(schema, { target: 'draft-7', io, unrepresentable: 'any', reused: 'inline' });
  return { read: as('input'), written: as('output') };
}

const told = {};
for (const [owner, api] of Object.entries({ catalogApi, patronApi, shippingApi, commandApi }))
  for (const [name, { method, path: at, refusals, params, body, query, answer }] of Object.entries(api)) {
    told[`${owner}.${name}`] = {
      // Who asks writes as the owner reads.
      door: `${method} ${at}`,
      asked: { params: bothOf(params).read, body: bothOf(body).read, query: bothOf(query).read },
      answered: bothOf(answer),
      refusals,
    };
  }
const events = Object.fromEntries(
  Object.entries(eventSchemas).map(([type, schema]) => [type, bothOf(schema)]),
);
process.stdout.write(JSON.stringify({ operations: told, events }));
