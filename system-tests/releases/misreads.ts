/** A JSON schema of draft 7, as far as zod makes it of ours. */
export interface JsonSchema {
  $ref?: string;
  definitions?: Record<string, JsonSchema>;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** A schema, and the whole that its references are into. */
interface Within {
  schema: JsonSchema;
  whole: JsonSchema;
}

/**
 * What of everything that may be written by one schema is refused by another: where it stands and why, nothing if all of
 * it is read. Fields that the reader does not know are passed over (decision 69); what it asks for must be there.
 */
export function misreads(reader: JsonSchema, writer: JsonSchema): string[] {
  return at('', { schema: reader, whole: reader }, { schema: writer, whole: writer }, new Set());
}

function at(path: string, asRead: Within, asWritten: Within, under: ReadonlySet<string>): string[] {
  const [reader, writer] = [resolved(asRead), resolved(asWritten)];
  const pair = `${asRead.schema.$ref} ${asWritten.schema.$ref}`;
  // A schema that contains itself was looked at above.
  if (asRead.schema.$ref !== undefined && under.has(pair)) return [];
  const inside = new Set([...under, pair]);
  const writes = choices(writer);
  if (writes) return writes.flatMap((one) => at(path, asRead, { ...asWritten, schema: one }, inside));
  const reads = choices(reader);
  if (reads) {
    const sameType = reads.filter((one) => resolved({ ...asRead, schema: one }).type === writer.type);
    const tried = (sameType.length > 0 ? sameType : reads).map((one) =>
      at(path, { ...asRead, schema: one }, asWritten, inside),
    );
    return tried.reduce((best, one) => (one.length < best.length ? one : best));
  }
  const here = unlike(reader, writer).map((why) => `${path || '/'} ${why}`);
  if (here.length > 0) return here;
  const inner = (name: string, r: JsonSchema, w: JsonSchema) =>
    at(`${path}/${name}`, { ...asRead, schema: r }, { ...asWritten, schema: w }, inside);
  const missing = (reader.required ?? [])
    .filter((name) => !writer.required?.includes(name))
    .map((name) => `${path}/${name} may be left out`);
  const fields = Object.entries(reader.properties ?? {}).flatMap(([name, r]) => {
    const w = writer.properties?.[name];
    return w ? inner(name, r, w) : [];
  });
  const [ofReader, ofWriter] = [reader, writer].map(({ additionalProperties: more }) => more);
  const others =
    typeof ofReader === 'object' && typeof ofWriter === 'object' ? inner('*', ofReader, ofWriter) : [];
  return [...missing, ...fields, ...others, ...ofItems(reader, writer, inner)];
}

function ofItems(
  { items: r }: JsonSchema,
  { items: w }: JsonSchema,
  inner: (name: string, r: JsonSchema, w: JsonSchema) => string[],
): string[] {
  if (!r || !w) return [];
  if (!Array.isArray(r) && !Array.isArray(w)) return inner('0', r, w);
  const [reads, writes] = [[r].flat(), [w].flat()];
  return reads.flatMap((one, index) => {
    const other = writes[index];
    return other ? inner(`${index}`, one, other) : [`/${index} may be left out`];
  });
}

function resolved({ schema, whole }: Within): JsonSchema {
  if (schema.$ref === undefined) return schema;
  if (schema.$ref === '#') return whole;
  const named = whole.definitions?.[schema.$ref.replace('#/definitions/', '')];
  if (!named) throw new Error(`${schema.$ref} is no definition`);
  return named;
}

/** One of these; a list of types is a choice as well. */
function choices(schema: JsonSchema): JsonSchema[] | undefined {
  const { anyOf, oneOf, type, ...rest } = schema;
  if (anyOf ?? oneOf) return anyOf ?? oneOf;
  return Array.isArray(type) ? type.map((one) => ({ ...rest, type: one })) : undefined;
}

/** Why what the one writes is not what the other reads, whatever is inside it. */
function unlike(reader: JsonSchema, writer: JsonSchema): string[] {
  const values = valuesOf(writer);
  const known = valuesOf(reader);
  if (values && known) {
    const unknown = values.filter((value) => !known.includes(value));
    return unknown.map((value) => `may be ${JSON.stringify(value)}`);
  }
  const fits = reader.type === undefined || reader.type === writer.type;
  if (!fits && !(reader.type === 'number' && writer.type === 'integer'))
    return [`is ${writer.type ?? 'anything'}, not ${reader.type}`];
  if (known) return ['may be anything'];
  if (values) return [];
  const narrower = (name: 'maximum' | 'maxLength' | 'maxItems') =>
    reader[name] !== undefined && reader[name] < (writer[name] ?? Number.POSITIVE_INFINITY);
  const wider = (name: 'minimum' | 'minLength' | 'minItems') =>
    reader[name] !== undefined && reader[name] > (writer[name] ?? Number.NEGATIVE_INFINITY);
  return [
    ...(['maximum', 'maxLength', 'maxItems'] as const).filter(narrower).map((name) => `may pass its ${name}`),
    ...(['minimum', 'minLength', 'minItems'] as const)
      .filter(wider)
      .map((name) => `may be below its ${name}`),
    ...(reader.pattern !== undefined && reader.pattern !== writer.pattern ? ['has another pattern'] : []),
  ];
}

function valuesOf({ const: only, enum: some }: JsonSchema): unknown[] | undefined {
  return some ?? (only === undefined ? undefined : [only]);
}
