import { inCm, inGrams, weigh } from './parcel-words.ts';

export interface Guide {
  items: number;
  grams: number;
  millimetres: number;
}

/** Of the width of a bar: where the guide's mark stands while nothing is beyond it, and how far a bar may reach. */
const MARK = 80;
const FULL = 90;

/** The Yu-Mail guide as bars: what is in the parcel, and dashed what one more copy would add (R11). */
export function Limits(props: {
  lines: readonly { weightGrams: number; thicknessMm: number }[];
  added?: { weightGrams: number; thicknessMm: number };
  guide: Guide;
}) {
  const { lines, added, guide } = props;
  const now = weigh(lines);
  const more = added ? weigh([added]) : { items: 0, grams: 0, millimetres: 0 };
  const rows = [
    { name: '点数', key: 'items', say: (n: number, most: number) => `${n}点／目安 ${most}点` },
    { name: '重さ', key: 'grams', say: (n: number, most: number) => `${inGrams(n)}／${inGrams(most)}` },
    { name: '厚さ', key: 'millimetres', say: (n: number, most: number) => `${inCm(n)}／${inCm(most)}` },
  ] as const;
  return (
    <dl class="s-limits">
      {rows.map(({ name, key, say }) => (
        <Bar
          key={key}
          name={name}
          now={now[key]}
          added={more[key]}
          most={guide[key]}
          say={say(now[key] + more[key], guide[key])}
        />
      ))}
    </dl>
  );
}

function Bar(props: { name: string; now: number; added: number; most: number; say: string }) {
  const { now, added, most } = props;
  const all = now + added;
  const isOver = all > most;
  const scale = isOver ? FULL / all : MARK / most;
  const width = (n: number) => Math.round(n * scale * 10) / 10;
  return (
    <div class="s-limit" data-over={isOver ? '' : undefined}>
      <dt>{props.name}</dt>
      <dd>
        <svg class="s-limit__track" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
          <rect class="now" width={width(now)} height="20" />
          {added > 0 ? <rect class="add" x={width(now)} width={width(added)} height="20" /> : null}
          <rect class="mark" x={width(most)} width=".8" height="20" />
        </svg>
      </dd>
      <dd class="s-limit__say">{props.say}</dd>
    </div>
  );
}
