import type { SearchAnswer, Facets as Spread } from '@toshobin/contracts';
import { RecordKindSchema } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { Frame } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';
import { type Asked, changed, searchPath } from './asked.ts';
import { type Condition, className, kindName } from './conditions.ts';

interface Choice {
  name: string;
  count: number;
  to: Asked;
}

/** What was chosen so far, also where the ways to narrow down are folded, and by what else, each with how many would be left. */
export function Facets(props: {
  frame: Frame;
  asked: Asked;
  found: SearchAnswer;
  conditions: readonly Condition[];
}) {
  const { frame, asked, found, conditions } = props;
  const { say } = frame;
  const groups = groupsOf(asked, found.facets, frame).filter(({ choices }) => choices.length > 0);
  if (groups.length === 0 && conditions.length === 0) return null;
  return (
    <div class="stack stack--s">
      <a class="skip-in" href="#list">
        {say('しぼり込みを飛ばして、資料の一覧へ', 'Skip to the titles')}
      </a>
      <Chosen frame={frame} conditions={conditions} />
      <details class="fold facets">
        <summary>
          {say('しぼり込み', 'Narrow down')}
          {conditions.length > 0 ? (
            <span class="count">
              {conditions.length}
              <span class="visually-hidden">
                {say('件の条件', conditions.length === 1 ? ' condition' : ' conditions')}
              </span>
            </span>
          ) : null}
        </summary>
        <div class="fold-body stack">
          <h2 class="visually-hidden">{say('しぼり込み', 'Narrow down')}</h2>
          {groups.map(({ title, choices }) => (
            <section key={title}>
              <h3 class="small">{title}</h3>
              <ul class="facet">
                {choices.map(({ name, count, to }) => (
                  <li key={name}>
                    <a href={searchPath(to)} rel="nofollow">
                      {name}
                      <span class="num">{count.toLocaleString('ja-JP')}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {found.capped && groups.length > 0 ? (
            <p class="small muted">
              {say(
                `数は、新しいものから${found.total}件の内訳です。`,
                `The numbers are those of the ${found.total} most recent hits.`,
              )}
            </p>
          ) : null}
        </div>
      </details>
    </div>
  );
}

/** The conditions chosen, each with a cross that takes it off. */
export function Chosen({ frame, conditions }: { frame: Frame; conditions: readonly Condition[] }) {
  const { say } = frame;
  if (conditions.length === 0) return null;
  return (
    <>
      <h2 class="h3">{say('選んだ条件', 'Your conditions')}</h2>
      <ul class="cluster">
        {conditions.map(({ label, value, without }) => (
          <li key={`${label} ${value}`}>
            <a class="tag" href={searchPath(without)} rel="nofollow">
              <span>
                <span class="visually-hidden">
                  {label}
                  {say('：', ': ')}
                </span>
                <Words text={value} language={frame.front.language} />
              </span>
              <Icon name="remove" />
              <span class="visually-hidden">{say('の条件を外す', ': take this condition off')}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function groupsOf(asked: Asked, facets: Spread, { say }: Frame): { title: string; choices: Choice[] }[] {
  const to = (changes: Partial<Asked>) => changed(asked, changes);
  const lending: Choice[] = [
    ...(asked.onShelfOnly || facets.onShelf === 0
      ? []
      : [
          {
            name: say('県立図書館にあります', 'At the library now'),
            count: facets.onShelf,
            to: to({ onShelfOnly: 'true' }),
          },
        ]),
    ...(asked.reservableOnly || facets.reservable === 0
      ? []
      : [
          {
            name: say('予約できます', 'Can be reserved'),
            count: facets.reservable,
            to: to({ reservableOnly: 'true' }),
          },
        ]),
  ];
  const kinds = facets.kind.flatMap(({ value, count }): Choice[] => {
    const kind = RecordKindSchema.safeParse(value);
    if (!kind.success || asked.kind !== undefined) return [];
    return [{ name: kindName(kind.data, say), count, to: to({ kind: kind.data }) }];
  });
  // Below a section of three digits there is nothing more.
  const classes = (asked.ndc?.length === 3 ? [] : facets.ndc).map(({ value, name, count }) => ({
    name: className(value, value.length === 1 ? undefined : name, say),
    count,
    to: to({ ndc: value }),
  }));
  const oneDecade =
    asked.from !== undefined &&
    asked.to !== undefined &&
    Math.floor(asked.from / 10) === Math.floor(asked.to / 10);
  const decades = (oneDecade ? [] : facets.decade)
    .map(({ value, count }) => ({ decade: Number(value), count }))
    .sort((a, b) => b.decade - a.decade)
    .map(({ decade, count }) => ({
      name: say(`${decade}年代`, `${decade}s`),
      count,
      // A range that was typed stays: the decade is cut to it.
      to: to({ from: Math.max(decade, asked.from ?? 0), to: Math.min(decade + 9, asked.to ?? 9999) }),
    }));
  return [
    { title: say('貸出', 'Lending'), choices: lending },
    { title: say('種類', 'Kind'), choices: kinds },
    { title: say('分類', 'Class'), choices: classes },
    { title: say('出版年', 'Year'), choices: decades },
  ];
}
