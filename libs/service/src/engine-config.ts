import { z } from 'zod';

/** What a TLS connection shows and trusts, as PEM. */
interface EngineTls {
  /** Whose certificates are believed, in place of the public authorities. */
  readonly ca?: string;
  /** Our own certificate and its key, where the engine asks for one. */
  readonly cert?: string;
  readonly key?: string;
}

/** How Kafka is reached. */
export interface KafkaAt {
  readonly brokers: readonly string[];
  readonly tls?: EngineTls;
  readonly login?: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  };
}

/** How Temporal is reached. */
export interface TemporalAt {
  readonly address: string;
  readonly namespace: string;
  readonly tls?: EngineTls;
  readonly apiKey?: string;
}

const saslMechanisms = ['scram-sha-512', 'scram-sha-256', 'plain'] as const;
type SaslMechanism = (typeof saslMechanisms)[number];

const onOff = z.enum(['on', 'off']).default('off');
export const pem = z
  .string()
  .regex(/^-----BEGIN [A-Z ]+-----/, { error: 'must be PEM (-----BEGIN …)' })
  .optional();

/** How Kafka is reached; spread it beside `commonConfig`. check-settings.mjs says what goes together. */
export const kafkaConfig = {
  /** Comma-separated in the environment. */
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d+$/.test(broker)), {
      error: 'must be host:port, separated by commas',
    }),
  KAFKA_TLS: onOff,
  KAFKA_CA: pem,
  KAFKA_CERT: pem,
  KAFKA_KEY: pem,
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_SASL: z.enum(saslMechanisms).default('scram-sha-512'),
};

/** How Temporal is reached; spread it beside `commonConfig`. */
export const temporalConfig = {
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TLS: onOff,
  TEMPORAL_CA: pem,
  TEMPORAL_CERT: pem,
  TEMPORAL_KEY: pem,
  TEMPORAL_API_KEY: z.string().optional(),
};

/** The engines that services talk through. */
export const engineConfig = { ...kafkaConfig, ...temporalConfig };

type Read<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

/** How Kafka is reached, from what was read. */
export function kafkaAt(config: Read<typeof kafkaConfig>): KafkaAt {
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password, KAFKA_SASL: mechanism } = config;
  return {
    brokers: config.KAFKA_BROKERS,
    ...tlsOf(config.KAFKA_TLS, config.KAFKA_CA, config.KAFKA_CERT, config.KAFKA_KEY),
    ...(username !== undefined && password !== undefined && { login: { mechanism, username, password } }),
  };
}

/** How Temporal is reached, from what was read. */
export function temporalAt(config: Read<typeof temporalConfig>): TemporalAt {
  return {
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
    ...tlsOf(config.TEMPORAL_TLS, config.TEMPORAL_CA, config.TEMPORAL_CERT, config.TEMPORAL_KEY),
    ...(config.TEMPORAL_API_KEY !== undefined && { apiKey: config.TEMPORAL_API_KEY }),
  };
}

function tlsOf(
  wanted: 'on' | 'off',
  ca: string | undefined,
  cert: string | undefined,
  key: string | undefined,
): { tls?: EngineTls } {
  if (wanted === 'off') return {};
  return {
    tls: { ...(ca !== undefined && { ca }), ...(cert !== undefined && key !== undefined && { cert, key }) },
  };
}
