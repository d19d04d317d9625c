import type { Endpoint } from '@toshobin/contracts';
import { type FormBody, PageFault, pageFault } from '@toshobin/web';
import { z } from 'zod';

/** What is asked: the input of an operation, from a page's form or as JSON. */
export interface Input<P, B> {
  params: P;
  body: B;
}

/** Made when the page is drawn, so that a form sent twice is carried out once; the card is the caller's that it is drawn for. */
type NotTyped = 'factId' | 'wishId' | 'occurredAt' | 'cardNumber';

/** A field that the page fills in, unseen. */
export const GIVEN = { given: true } as const;

/** What a field says; its kind, its length and whether it may stay empty are those of the operation. */
export interface Worded {
  label: string;
  hint?: string;
  /** The words of an enumeration; of libraries the page gives them. */
  choices?: Readonly<Record<string, string>>;
  /** `text`: a list that is typed in one line. */
  type?: 'tel' | 'email' | 'text';
  /** The page asks for it although the operation can do without. */
  required?: true;
  /** What the page puts together itself may stay empty. */
  optional?: true;
  /** What is wanted, where what was typed can't be read. */
  wanted?: string;
}

export type FieldWords = string | Worded | typeof GIVEN;
export type FieldList = { readonly [name: string]: FieldWords };
/** Words for every field of the operation's body; a body within the body is drawn as fields of the same form. */
export type FormFields<B> = B extends object
  ? { readonly [K in Exclude<keyof B, NotTyped>]-?: FieldWords | FieldList }
  : Record<never, never>;

/** 422: fields that can't be read as the operation takes them, by name; and what is said at each of them, if anything. */
export class Misread extends PageFault {
  readonly fields: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  constructor(fields: readonly string[], texts: Readonly<Record<string, string>> = {}) {
    super(422);
    this.name = 'Misread';
    this.fields = fields;
    this.texts = texts;
  }
}

/** What a schema says of the field that is typed into it. */
export interface FieldKind {
  type: 'text' | 'date' | 'number' | 'check' | 'checks' | 'choice';
  optional: boolean;
  maxLength?: number;
}

interface Bare {
  inner: unknown;
  optional: boolean;
  nullable: boolean;
}

/** The schema below what makes it optional or changes its output. */
function bare(schema: unknown): Bare {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return { ...bare(schema.unwrap()), optional: true };
  }
  if (schema instanceof z.ZodNullable) return { ...bare(schema.unwrap()), nullable: true };
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  return { inner: schema, optional: false, nullable: false };
}

export function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  const { inner } = bare(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
}

export function kindOf(schema: unknown): FieldKind {
  const { inner, ...rest } = bare(schema);
  const optional = rest.optional || rest.nullable;
  if (inner instanceof z.ZodNumber) return { type: 'number', optional };
  if (inner instanceof z.ZodBoolean) return { type: 'check', optional };
  if (inner instanceof z.ZodArray) return { type: 'checks', optional };
  if (inner instanceof z.ZodEnum) return { type: 'choice', optional };
  if (inner instanceof z.ZodISODate) return { type: 'date', optional };
  const maxLength = inner instanceof z.ZodString ? inner.maxLength : null;
  return { type: 'text', optional, ...(maxLength === null ? {} : { maxLength }) };
}

/** What was typed as the operation takes it: a number for digits, a boolean for yes and no, nothing for nothing. */
function readAs(schema: unknown, typed: unknown): unknown {
  const { inner, optional, nullable } = bare(schema);
  if (inner instanceof z.ZodArray) {
    if (typed === undefined) return optional ? undefined : [];
    return [typed].flat().map((one) => readAs(inner.element, one));
  }
  if (inner instanceof z.ZodBoolean) {
    if (typed === undefined) return optional ? undefined : false;
    return typed === 'yes' ? true : typed === 'no' ? false : typed;
  }
  if (typed === undefined || typed === '') {
    if (nullable) return null;
    return optional || !(inner instanceof z.ZodString) ? undefined : typed;
  }
  if (typeof typed !== 'string') return typed;
  const text = typed.trim();
  if (!(inner instanceof z.ZodNumber)) return text;
  const digits = text.normalize('NFKC');
  return /^-?\d+$/.test(digits) ? Number(digits) : typed;
}

/** The fields of the schema's object, taken out of what was typed. */
function take(schema: unknown, typed: Record<string, unknown>): Record<string, unknown> {
  const taken = Object.entries(shapeOf(schema)).map(([name, of]): [string, unknown] => {
    const isGroup = bare(of).inner instanceof z.ZodObject;
    const isLeftOut = bare(of).optional && !Object.keys(shapeOf(of)).some((field) => field in typed);
    if (isGroup && isLeftOut && !(name in typed)) return [name, undefined];
    if (isGroup && (typeof typed[name] !== 'object' || typed[name] === null)) return [name, take(of, typed)];
    const value = isGroup ? typed[name] : readAs(of, typed[name]);
    delete typed[name];
    return [name, value];
  });
  return Object.fromEntries(taken.filter(([, value]) => value !== undefined));
}

/**
 * What a page's form asks of an operation: 404 where the address names nothing, `Misread` for a field that can't be read or is
 * not its own. A scan's field is called `code`.
 */
export function inputOf<P, B>(
  api: Pick<Endpoint<P, unknown, B, unknown>, 'params' | 'body'>,
  sent: {
    path: Readonly<Record<string, unknown>>;
    form: FormBody;
    /** What is taken where the form says nothing, if the operation asks for it. */
    otherwise: Readonly<Record<string, unknown>>;
    arrange?: ((typed: Readonly<Record<string, unknown>>) => Record<string, unknown>) | undefined;
  },
): Input<P, B> {
  const { _token, code, ...form } = sent.form;
  const inParams = shapeOf(api.params);
  const ofPath = (isParam: boolean) =>
    Object.fromEntries(Object.entries(sent.path).filter(([name]) => name in inParams === isParam));
  const params = api.params.safeParse(ofPath(true));
  if (!params.success) pageFault(404);
  const scanned = typeof code === 'string' ? { barcode: code.normalize('NFKC') } : {};
  const inBody = shapeOf(api.body);
  const otherwise = Object.fromEntries(Object.entries(sent.otherwise).filter(([name]) => name in inBody));
  const typed = { ...otherwise, ...scanned, ...form, ...ofPath(false) };
  const rest: Record<string, unknown> = sent.arrange?.(typed) ?? { ...typed };
  const fields = take(api.body, rest);
  const body = api.body.safeParse({ ...rest, ...fields });
  if (!body.success) {
    const isOfPath = body.error.issues.some(
      ({ path: [name] }) => typeof name === 'string' && name in sent.path,
    );
    if (isOfPath) pageFault(404);
    throw new Misread(
      body.error.issues.flatMap(({ path }) => path.findLast((name) => typeof name === 'string') ?? []),
    );
  }
  return { params: params.data, body: body.data };
}
