import { z } from 'zod';

/** A setting that is JSON of this form, mostly given by a file; of what is wrong in it the first fault is named, with its place. */
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

/** Undefined for what is no JSON: nothing of any form. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
