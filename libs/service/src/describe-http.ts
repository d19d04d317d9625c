import { OpenAPIRegistry, type OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { type Endpoint, ProblemSchema } from '@toshobin/contracts';
import { refusals } from '@toshobin/lending-rules';
import type { Express } from 'express';
import { z } from 'zod';
import { refusalProblem } from './problems.ts';

/** Any operation, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: an Endpoint is read and written by its types, so nothing narrower holds all of them
export type AnyEndpoint = Endpoint<any, any, any, any>;

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of a service, made from the schemas that validate its input. */
export function openApiOf(parts: {
  title: string;
  version: string;
  endpoints: readonly AnyEndpoint[];
}): OpenApiDocument {
  throw new Error(
    `not written yet ${String([parts, OpenAPIRegistry, ProblemSchema, refusals, z, refusalProblem])}`,
  );
}

/** Serves the document at `/openapi.json`. */
export function serveOpenApi(app: Pick<Express, 'get'>, document: OpenApiDocument): void {
  app.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
}
