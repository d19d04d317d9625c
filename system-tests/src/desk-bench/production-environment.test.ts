import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { configurationFaults } from '@toshobin/infra';
import { databases, productionEnvironment } from './production-environment.ts';

const token = () => randomBytes(24).toString('base64url');
const engines = {
  ...Object.fromEntries(
    databases.map((name) => [`${name}_DATABASE_URL`, `postgresql://127.0.0.1/${name.toLowerCase()}`]),
  ),
  KAFKA_BROKERS: '127.0.0.1:9092',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  SES_ENDPOINT: 'http://127.0.0.1:8005',
  SES_REGION: 'ap-northeast-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  PATRON_WEB_TOKEN: token(),
  STAFF_WEB_TOKEN: token(),
  PATRON_TOKEN: token(),
};

test('what a bench tells its services is all that a production start asks for', () => {
  expect(configurationFaults(productionEnvironment(engines))).toEqual([]);
});
