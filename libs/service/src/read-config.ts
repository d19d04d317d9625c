import { BarcodesSchema, type Caller } from '@toshobin/contracts';
import { z } from 'zod';
import { readSettingFiles, settingFaults } from './check-settings.mjs';
import { pem } from './engine-config.ts';
import type { CallerTokens } from './require-caller.ts';

/** The configuration can't be used. Every fault is listed at once, by variable, and never with its value. */
export class ConfigFault extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigFault';
    this.faults = faults;
  }
}

/**
 * A secret with a default that works only on a developer's machine; with NODE_ENV=production it must be given. Several,
 * separated by commas, while it is changed over: the first is used, all are known.
 */
export function localSecret(purpose: string) {
  return z
    .string()
    .transform((text) => text.split(','))
    .refine((secrets) => secrets.every((secret) => secret.length >= 16), {
      error: 'is shorter than 16 characters',
    })
    .prefault(`local-only-${purpose}`);
}

/** What somebody shows: the first is shown, all are taken, while they are changed over. */
function tokensOf(caller: Caller | 'metrics') {
  return localSecret(`${caller}-token`);
}

/** The fields every process has; spread them into its own: `z.object({ ...commonConfig, CATALOG_URL: z.url() })`. */
export const commonConfig = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free port (tests). */
  PORT: z.coerce.number().int().min(0).max(65535),
  /** Seconds between saying that it ends and taking no more requests: what a proxy needs to look elsewhere. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(60).default(0),
  /** With these it is asked by https alone: PEM, the certificate for the name by which others ask it. */
  TLS_CERT: pem,
  TLS_KEY: pem,
  /** A second door on 127.0.0.1, by http: for health checks, and whoever operates the machine. */
  LOOPBACK_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** How the library's own numbers look (`barcodeFormats`, which reads the environment itself): in every process the same. */
  BARCODES: BarcodesSchema.optional(),
  /** What whoever watches shows at `/metrics`. */
  METRICS_TOKEN: tokensOf('metrics'),
  /** Where traces go (OTLP over HTTP), e.g. http://127.0.0.1:4318; without it there are none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** What is shown there: `name=value`, several separated by commas. */
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[\w-]+=[^,]+(,[\w-]+=[^,]+)*$/, { error: 'must be name=value, separated by commas' })
    .optional(),
  /** Of what is asked and done, the share that is told, 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

/** By which tokens our processes know each other. Who only asks is given its own; who is asked, those of all that may ask. */
export const callerConfig = {
  PATRON_WEB_TOKEN: tokensOf('patron-web'),
  STAFF_WEB_TOKEN: tokensOf('staff-web'),
  PATRON_TOKEN: tokensOf('patron'),
};

/** What a process that is asked is configured with. */
export function acceptedCallers(config: {
  PATRON_WEB_TOKEN: string[];
  STAFF_WEB_TOKEN: string[];
  PATRON_TOKEN: string[];
}): CallerTokens {
  return {
    'patron-web': config.PATRON_WEB_TOKEN,
    'staff-web': config.STAFF_WEB_TOKEN,
    patron: config.PATRON_TOKEN,
  };
}

/** Of a secret that is changed over, the one that is shown and used for what is new. */
export function firstOf(secrets: readonly string[]): string {
  const [first] = secrets;
  if (first === undefined) throw new RangeError('there is no secret');
  return first;
}

/** Address of a PostgreSQL database. */
export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

/**
 * Reads a process's configuration from the environment. An empty variable counts as absent; in place of each, the name of
 * a file with its value may be given (`STAFF_SECRET_FILE`).
 * Throws `ConfigFault` naming every variable that is missing or wrong.
 */
export function readConfig<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<S> {
  const filled = readSettingFiles(env, settingsOf(schema));
  const given = Object.fromEntries(
    Object.entries(filled.settings).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = schema.safeParse(given);
  const faults = new Map(filled.faults.map(([name, fault]) => [name, `${name}: ${fault}`]));
  for (const issue of read.success ? [] : read.error.issues) {
    const [name, fault] = faultOf(issue, given);
    if (!faults.has(name)) faults.set(name, fault);
  }
  for (const [name, fault] of settingFaults(given, settingsOf(schema))) {
    if (!faults.has(name)) faults.set(name, `${name}: ${fault}`);
  }
  if (env.BARCODES_FILE)
    faults.set('BARCODES', 'BARCODES: is no secret, and stands in the environment itself');
  if (!read.success || faults.size > 0) throw new ConfigFault([...faults.values()]);
  return read.data;
}

/** What a process reads, and what says in which world it does. */
function settingsOf(schema: z.ZodType): string[] {
  const own = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return [...new Set(['NODE_ENV', 'INTERNAL_HTTP', ...own])];
}

function faultOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): [string, string] {
  const name = String(issue.path[0] ?? 'configuration');
  if (issue.path.length > 0 && given[name] === undefined) return [name, `${name} is missing`];
  return [name, `${name}: ${withoutValue(issue)}`];
}

/** zod's own sentences name what was expected; only those of `custom` come from us and may be shown as they are. */
function withoutValue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `must be ${issue.expected}`;
    case 'invalid_format':
      return `is not a valid ${issue.format}`;
    default:
      return issue.message;
  }
}
