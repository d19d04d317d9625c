/** A row of a table, or an event of a topic, as text; `where` is the table's or topic's name. */
export interface Trace {
  where: string;
  text: string;
}

/** Runs a statement of a database and answers its rows. */
export type Ask = (sql: string) => Promise<readonly { text: string }[]>;

/** Everything that a database keeps, row by row. */
export async function tracesIn(ask: Ask): Promise<Trace[]> {
  const tables = await ask(
    `SELECT table_name AS text FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const traces: Trace[] = [];
  for (const { text: where } of tables) {
    const rows = await ask(`SELECT to_jsonb(kept)::text AS text FROM "${where}" kept`);
    traces.push(...rows.map(({ text }) => ({ where, text })));
  }
  return traces;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
/** A parcel's number. */
const PARCEL = /\b9\d{11}\b/g;
/** What a traceparent names: a trace, in the words of W3C. */
const TRACE = /\b00-[0-9a-f]{32}(?=-[0-9a-f]{16}-)/g;
const DAY_MS = 86_400_000;
const TOKYO_MS = 9 * 3_600_000;

/**
 * What two subjects have in common in all that is kept of them: each id, each parcel, each trace, and each moment that is not the
 * first or the last of a day in Tokyo, of a trace of the one that is in a trace of the other as well. A subject is known by its names: its
 * id, and whatever stands for it in other rows.
 */
export function inCommon(
  traces: readonly Trace[],
  one: readonly string[],
  other: readonly string[],
): string[] {
  const [ofOne, ofOther] = [one, other].map((names) => marksOf(traces, names));
  return [...(ofOne ?? [])].flatMap(([mark, where]) => {
    const elsewhere = ofOther?.get(mark);
    return elsewhere === undefined ? [] : [`${mark} in ${where} and in ${elsewhere}`];
  });
}

/**
 * Each moment that is not the first or the last of a day in Tokyo, of a trace of a subject: two that are not alike may still be
 * near each other.
 */
export function momentsOf(traces: readonly Trace[], names: readonly string[]): string[] {
  const ofIt = traces.filter(({ text }) => names.some((name) => text.includes(name)));
  return ofIt.flatMap(({ where, text }) => momentsIn(text).map((moment) => `${moment} in ${where}`));
}

function marksOf(traces: readonly Trace[], names: readonly string[]): Map<string, string> {
  const marks = new Map<string, string>();
  for (const { where, text } of traces) {
    if (!names.some((name) => text.includes(name))) continue;
    const moments = momentsIn(text);
    const ids = [UUID, PARCEL, TRACE].flatMap((form) => text.match(form) ?? []);
    for (const mark of [...ids, ...moments]) {
      if (!names.includes(mark)) marks.set(mark, where);
    }
  }
  return marks;
}

function momentsIn(text: string): string[] {
  return (text.match(MOMENT) ?? []).flatMap((moment) => {
    const ofDay = (Date.parse(moment) + TOKYO_MS) % DAY_MS;
    return ofDay === 0 || ofDay === DAY_MS - 1 ? [] : [new Date(moment).toISOString()];
  });
}
