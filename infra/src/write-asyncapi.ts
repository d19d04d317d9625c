import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiFile, asyncApiText } from './asyncapi-text.ts';
import { describeEvents } from './describe-events.ts';
import { root } from './services.ts';

// npm run asyncapi: writes the description of every event from the schemas and the consumers' lists.

writeFileSync(asyncApiFile, asyncApiText(await describeEvents()));
console.log(`Wrote ${path.relative(root, asyncApiFile)}`);
