import { fileURLToPath } from 'node:url';

/** Whose databases a bench's services have. */
export const databases = ['CATALOG', 'PATRON', 'SHIPPING', 'PATRON_WEB', 'STAFF_WEB'] as const;

/** What a production start asks for, with the engines of this machine. */
export function productionEnvironment(engines: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.fromEntries(
    [
      ...databases.map((service) => `${service}_DATABASE_URL`),
      'KAFKA_BROKERS',
      'TEMPORAL_ADDRESS',
      'TEMPORAL_UI_URL',
      'SES_REGION',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'PATRON_WEB_TOKEN',
      'STAFF_WEB_TOKEN',
      'PATRON_TOKEN',
    ].map((name) => [name, engines[name] ?? '']),
  );
  return {
    ...given,
    NODE_ENV: 'production',
    DEMO_DATA: 'off',
    TEMPORAL_DEVELOPMENT_SERVER: 'allowed',
    MAINTENANCE_WINDOW: '04:30-05:00',
    // A production start refuses the emulator by our own variable; this one is the SDK's.
    AWS_ENDPOINT_URL_SES: engines.SES_ENDPOINT ?? '',
    METRICS_TOKEN: engines.PATRON_WEB_TOKEN ?? '',
    TRUSTED_PROXIES: '0',
    PATRON_SECRET: engines.PATRON_TOKEN ?? '',
    STAFF_SECRET: engines.STAFF_WEB_TOKEN ?? '',
    PATRON_WEB_URL: 'https://library.example.jp',
    STAFF_WEB_URL: 'https://staff.example.jp',
    MAIL_FROM: 'library@example.jp',
    LIBRARY_NAME: '県立図書館',
    LIBRARY_PHONE: '096-000-0000',
    LIBRARIES_FILE: fileURLToPath(
      new URL('../../../infra/production/libraries.example.json', import.meta.url),
    ),
  };
}
