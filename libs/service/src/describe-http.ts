import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { type AnyEndpoint, ProblemSchema, type Schema } from '@toshobin/contracts';
import { refusalEntry } from '@toshobin/lending-rules';
import type { Response, Router } from 'express';
import { z } from 'zod';
import { refusalStatus } from './problems.ts';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** What an OpenAPI document is of. */
interface DescribedHttp {
  title: string;
  version: string;
  endpoints: readonly AnyEndpoint[];
  /** How callers show who they are: the token between our processes (default), or a session's cookie. */
  security?: 'serviceToken' | { cookie: string };
}

/** The OpenAPI 3.1 document of a service, made from the schemas that validate its input. */
function openApiOf(parts: DescribedHttp): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  const security = parts.security ?? 'serviceToken';
  if (security === 'serviceToken') {
    registry.registerComponent('securitySchemes', 'serviceToken', { type: 'http', scheme: 'bearer' });
  } else {
    registry.registerComponent('securitySchemes', 'session', {
      type: 'apiKey',
      in: 'cookie',
      name: security.cookie,
    });
  }
  for (const endpoint of parts.endpoints) registry.registerPath(operationOf(endpoint));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: parts.title, version: parts.version },
  });
}

type Operation = Parameters<OpenAPIRegistry['registerPath']>[0];

function operationOf(endpoint: AnyEndpoint): Operation {
  const params = zodOf(endpoint.params);
  const query = zodOf(endpoint.query);
  const body = zodOf(endpoint.body);
  const answer = zodOf(endpoint.answer);
  const takesBody = !(body instanceof z.ZodUndefined);
  return {
    method: endpoint.method,
    path: endpoint.path.replaceAll(/:(\w+)/g, '{$1}'),
    summary: endpoint.summary,
    operationId: operationIdOf(endpoint),
    request: {
      ...(hasFields(params) ? { params } : {}),
      ...(hasFields(query) ? { query } : {}),
      ...(takesBody ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: {
      ...(answer instanceof z.ZodUndefined
        ? { 204: { description: 'Done' } }
        : { 200: { description: 'Done', content: { 'application/json': { schema: answer } } } }),
      ...refusalResponses(endpoint),
      422: problemResponse('The input has faults; each is named by its place'),
      default: problemResponse(
        'What could not be read (400, 413, 415, 431), was not allowed, or failed here',
      ),
    },
  };
}

function operationIdOf({ method, path }: AnyEndpoint): string {
  return [method, ...path.split('/').filter((part) => part !== '')].join('-').replaceAll(':', 'by-');
}

/** The document is made of zod's own schemas. */
function zodOf(schema: Schema<unknown>): z.ZodType {
  if (!(schema instanceof z.ZodType)) throw new Error('An operation is described by a schema of zod');
  return schema;
}

function hasFields(schema: z.ZodType): schema is z.ZodObject {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0;
}

/** The refusals of an operation, gathered by the status they are answered with. */
function refusalResponses(endpoint: AnyEndpoint): Record<string, ReturnType<typeof problemResponse>> {
  const byStatus = new Map<number, string[]>();
  for (const code of endpoint.refusals) {
    const { rule, en } = refusalEntry(code);
    const status = refusalStatus(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), `${code} (${rule}): ${en}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [String(status), problemResponse(`Refused. ${lines.join(' ')}`)]),
  );
}

function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: ProblemSchema } } };
}

/** Serves the document at `/openapi.json`. */
export function serveOpenApi(router: Router, parts: DescribedHttp): void {
  router.get('/openapi.json', answerWithOpenApi(parts));
}

/** Answers with the document, which takes a quarter of a second to make: when it is first asked for. */
export function answerWithOpenApi(parts: DescribedHttp) {
  let document: OpenApiDocument | undefined;
  return (_request: unknown, response: Pick<Response, 'json'>): void => {
    document ??= openApiOf(parts);
    response.json(document);
  };
}
