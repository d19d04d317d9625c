import { fieldPlaces } from '../words/search-columns.ts';
import type { Topic } from './search-request.ts';
import { pairsOf, type Values } from './word-condition.ts';

/** SQL of a record's title and subtitle: a single kanji stands in too many names of series and books. */
export const titled = 'split_part(s, chr(1), 1)';

/** The fields of `s` that say what a record is about as it is written: 案内 is read so that it has アンナ. */
const writtenPlaces = fieldPlaces.about.written.filter((place) => place !== fieldPlaces.title.written[1]);

/** SQL of what a record is about: its titles, series, subjects, and the book that it is printed in. */
export const about = `${writtenPlaces.map((place) => `split_part(s, chr(1), ${place})`).join(' || chr(1) || ')} || chr(1) || array_to_string(book_names, chr(1))`;

/** SQL of how a record's titles are written, and how they are read. */
export const read = `${titled} || chr(1) || split_part(s, chr(1), ${fieldPlaces.title.written[1]})`;

/** The weight of a class whose name is a topic, in a record that does not say the topic itself. */
const BY_CLASS = 0.5;

/** SQL of what the topics say of a record, a number; 0 for nothing. */
export function topicScore(topics: readonly Topic[], values: Values): string {
  const parts = topics.flatMap(({ weight, classes, ...topic }) => [
    `CASE WHEN ${says(topic, values)} THEN ${weight} ELSE 0 END`,
    ...(classes.length === 0
      ? []
      : [
          `CASE WHEN left(ndc, 3) = ANY(${values.add(classes)}::text[]) THEN ${Math.round(BY_CLASS * weight)} ELSE 0 END`,
        ]),
  ]);
  return parts.length === 0 ? '0' : ofWhatIsSaid(parts.join(' + '));
}

/** SQL of whether a record is about any of those topics that hits are looked for by. None without any. */
export function hasTopic(topics: readonly Topic[], values: Values): string[] {
  const sought = topics.filter(({ isSought }) => isSought);
  if (sought.length === 0) return [];
  const has = sought.map((topic) => says(topic, values)).join(' OR ');
  const query = sought.map(({ text }) => `(${pairsOf(text)})`).join(' | ');
  return [`tv @@ ${values.add(query)}::tsquery AND ${ofWhatIsSaid(has)}`];
}

function says({ text, field }: Pick<Topic, 'text' | 'field'>, values: Values): string {
  return `strpos(${field}, ${values.add(text)}) > 0`;
}

/** The fields are put together once for each record, and not for each topic. */
function ofWhatIsSaid(value: string): string {
  return `(SELECT ${value} FROM (SELECT ${titled} AS titled, ${about} AS about, ${read} AS reading OFFSET 0) said)`;
}
