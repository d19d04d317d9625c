// node infra/run.mjs COMMAND …: an operator's command, in the image as on a clone; see src/run-command.ts.
import './jsx.mjs';

await import('./src/run-command.ts');
