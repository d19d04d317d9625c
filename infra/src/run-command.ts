import { existsSync } from 'node:fs';
import path from 'node:path';
import { commands } from './commands.ts';
import { ConfigurationError, makePlan } from './plan.ts';
import { sayWhatIsSilent } from './say-what-is-silent.ts';
import { fileFromRoot, root } from './services.ts';
import { watchParent } from './watch-parent.ts';

// node infra/run.mjs COMMAND …, and npm run of the same names: with the settings of the process beside which it runs, or,
// where they are not given, with those of the local stack that PORT_BASE and LOCAL_STATE name.

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`node infra/run.mjs ${Object.keys(commands).join('|')} …`);
  process.exit(2);
}
/** Those of its settings that nobody has given it: the local stack's own are taken. */
const left = command.needs(args).filter((name) => !(process.env[name] ?? process.env[`${name}_FILE`]));
try {
  if (left.length > 0 && hasLocalStack()) Object.assign(process.env, makePlan(process.env).env);
} catch (fault) {
  if (!(fault instanceof ConfigurationError)) throw fault;
  console.error(fault.message);
  process.exit(1);
}
watchParent(() => process.exit(1));
sayWhatIsSilent(name, command.needs(args), console.error);
const entry = fileFromRoot(command.entry);
if (entry === undefined) {
  console.error(`${name} is for a clone, and not in this image`);
  process.exit(2);
}
process.argv = [process.execPath, entry, ...args];
process.chdir(root);
try {
  await import(entry);
} catch (fault) {
  const needs = command.needs(args);
  const status =
    sayPlainly(fault) ??
    (await sayIfUnreached(needs)) ??
    sayIfOfSystem(fault) ??
    (await sayIfSilent(fault, needs));
  if (status === undefined) throw fault;
  process.exit(status);
}
// The command is over, whatever it holds open: an engine that takes connections and gives no answer would keep it.
process.exit();

/** Says a fault that is not ours, and answers the exit status; undefined for one whose stack is needed. */
function sayPlainly(fault: unknown): number | undefined {
  if (!(fault instanceof Error)) return undefined;
  // A missing setting is said as `npm start` says it.
  if (fault.name === 'ConfigFault') {
    console.error(fault.message);
    if (process.env.NODE_ENV !== 'production')
      console.error('Beside `npm start` it has those of the local stack.');
    return 1;
  }
  if ('code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${name}: ${fault.message}`);
    return 2;
  }
  // A file that is not there, or not for us.
  return 'path' in fault ? sayIfOfSystem(fault) : undefined;
}

/** Says what the system did not let it do. */
function sayIfOfSystem(fault: unknown): number | undefined {
  if (!(fault instanceof Error && 'syscall' in fault)) return undefined;
  console.error(`${name}: ${fault.message}`);
  return 1;
}

/** Which engine is not there, where it was looked for, and which setting has it there; undefined where all take connections. */
async function sayIfUnreached(settings: readonly string[]): Promise<number | undefined> {
  const { unreachedEngines } = await import('./silent-engines.ts');
  const unreached = await unreachedEngines(settings).catch(() => []);
  for (const { name: engine, at, reason, settings } of unreached) {
    const has = settings.some((one) => left.includes(one))
      ? `PORT_BASE (${process.env.PORT_BASE || 'left out: 4000'}) has it: is that stack running?`
      : `${settings.join(', ')} ${settings.length === 1 ? 'has' : 'have'} it`;
    console.error(`${name}: ${engine} is not at ${at} (${reason}), where ${has}`);
  }
  return unreached.length === 0 ? undefined : 1;
}

/** What failed because an engine gives no answer; undefined where all do. */
async function sayIfSilent(fault: unknown, settings: readonly string[]): Promise<number | undefined> {
  const { silentEngines } = await import('./silent-engines.ts');
  const silent = await silentEngines(settings).catch(() => []);
  if (silent.length === 0) return undefined;
  const reason = fault instanceof Error ? fault.message : String(fault);
  const said = `${name}: ${silent.join(', ')} does not answer`;
  console.error(reason.endsWith('does not answer') ? said : `${said}: ${reason}`);
  return 1;
}

/** A deployment has none: there the command itself names the settings that are missing. */
function hasLocalStack(): boolean {
  if (process.env.NODE_ENV === 'production') return false;
  return existsSync(path.resolve(root, process.env.LOCAL_STATE ?? '.local', 'secrets.json'));
}
