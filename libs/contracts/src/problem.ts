import { z } from 'zod';

/** RFC 9457 problem details: the form of every refusal and fault of input. */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().optional(),
  rule: z.string().optional(),
  sentence: z.object({ ja: z.string(), en: z.string() }).optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  faults: z.array(z.object({ where: z.string(), message: z.string() })).optional(),
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof ProblemSchema>;
