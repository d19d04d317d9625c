import type http from 'node:http';
import { type BareServer, connections, startBareServer } from './bare-server.ts';
import { type Heard, request } from './request.ts';

const headers = { 'content-type': 'application/json' };
const body = '{"barcode":"1000000000"}';

/** What a desk's answer is compared with. */
export interface Floor {
  agents: readonly http.Agent[];
  /** One INSERT with its commit. */
  bare(agent: http.Agent): Promise<void>;
  /** The requests, statements and commits of a return and of the page that follows, and nothing else. */
  shape(agent: http.Agent): Promise<void>;
  stop(): Promise<void>;
}

export async function startFloor(databaseUrl: string, terminals: number, pageBytes: number): Promise<Floor> {
  const ofShape = { SHAPE_DATABASE_URL: databaseUrl, SHAPE_PAGE_BYTES: String(pageBytes) };
  const insert = await startBareServer('serve-floor.ts', { FLOOR_DATABASE_URL: databaseUrl });
  const back = await startBareServer('serve-shape.ts', ofShape);
  const front = await startBareServer('serve-shape.ts', { ...ofShape, SHAPE_BACK: back.url.href });
  const post = ({ url }: BareServer, agent: http.Agent) =>
    request(url, { method: 'POST', agent, headers, body });
  return {
    agents: connections(terminals),
    async bare(agent) {
      expectStatus(200, await post(insert, agent));
    },
    async shape(agent) {
      expectStatus(303, await post(front, agent));
      expectStatus(200, await request(front.url, { method: 'GET', agent }));
    },
    async stop() {
      for (const server of [front, back, insert]) await server.stop();
    },
  };
}

function expectStatus(expected: number, { status }: Heard): void {
  if (status !== expected) throw new Error(`A bare server answered with ${status}`);
}
