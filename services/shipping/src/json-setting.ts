import { z } from 'zod';

/** A setting that is JSON of this form, mostly given by a file; the first fault in it is named, with its place. */
export function jsonSetting<S extends z.ZodType>(schema: S) {
  return z.string().transform((text, context): z.output<S> => {
    const read = schema.safeParse(jsonOf(text));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    context.addIssue({ code: 'custom', message: `${where === '' ? '' : `at ${where}: `}${issue?.message}` });
    return z.NEVER;
  });
}

/** Undefined for text that is no JSON: it fits no form. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
