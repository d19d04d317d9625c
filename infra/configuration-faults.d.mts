type Env = Readonly<Record<string, string | undefined>>;

export type EngineName = 'postgres' | 'kafka' | 'temporal' | 'mail';

/** Every port of a stack, all on 127.0.0.1. Two stacks with bases a hundred apart never meet. */
export interface Ports {
  readonly patronWeb: number;
  readonly staffWeb: number;
  readonly temporalUi: number;
  readonly mail: number;
  readonly catalog: number;
  readonly patron: number;
  readonly shipping: number;
  readonly workflows: number;
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly temporal: number;
  readonly temporalMetrics: number;
}

export const databaseVariables: readonly [
  'CATALOG_DATABASE_URL',
  'PATRON_DATABASE_URL',
  'SHIPPING_DATABASE_URL',
  'PATRON_WEB_DATABASE_URL',
  'STAFF_WEB_DATABASE_URL',
];

/** The engines that can be started here, or be somewhere else. */
export const engineNames: readonly EngineName[];

/** Which engines run here: those whose address the environment does not give. */
export function localEngines(env: Env): Set<EngineName>;

/** Everything that is wrong with the configuration of a stack, one line each; names settings, never their values. */
export function configurationFaults(env: Env): string[];

/** The ports of a stack from its first one. */
export function portsFrom(base: number): Ports;

/** Which of a stack's ports no browser would open. */
export function unreachablePorts(ports: Ports): number[];
