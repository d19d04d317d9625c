// node --import ./infra/jsx.mjs …: Node runs TypeScript itself; what has JSX in it is compiled when it is first imported.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const options = {
  sourceMaps: 'inline',
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
};

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = require('@swc/core').transformSync(readFileSync(filename, 'utf8'), {
      ...options,
      filename,
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
