import type { HowMany, SearchAnswer } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { type Asked, changed, searchPath } from './asked.ts';

/** More classes than these are too many to choose from. */
const OFFERED = 4;

/**
 * For whoever meant more than the words: what an author who is named has written and what is about them, and what is about a subject that is called so,
 * by its classes. Each says how much there is where the catalog knows that without counting for it.
 */
export function Offers(props: {
  frame: Frame;
  asked: Asked;
  found: Pick<SearchAnswer, 'namedClasses' | 'offers' | 'total' | 'capped'>;
  /** The heading that names them already. */
  labelledBy?: string;
}) {
  const { frame, asked, found } = props;
  const offers = [...ofAuthor(frame, asked, found), ...ofSubject(frame, asked, found)];
  if (offers.length === 0) return null;
  return (
    <nav
      {...(props.labelledBy === undefined
        ? { 'aria-label': frame.say('ほかの探し方', 'Other searches') }
        : { 'aria-labelledby': props.labelledBy })}
    >
      <ul class="offers">
        {offers.map(({ to, words, hits }) => (
          <li key={searchPath(to)}>
            <a href={searchPath(to)} rel="nofollow">
              <span>{words}</span>
              {hits === null ? null : <small class="num">{hitsIn(hits, frame.say)}</small>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Offer {
  to: Asked;
  words: ComponentChildren;
  hits: HowMany | null;
}

/** Whose works are all that was found needs no offer of them. */
function ofAuthor(
  frame: Frame,
  asked: Asked,
  { offers: { author }, total, capped }: Pick<SearchAnswer, 'offers' | 'total' | 'capped'>,
): Offer[] {
  if (author === null) return [];
  const { say } = frame;
  const { name, works, about } = author;
  const to = (of: Partial<Asked>) => changed(asked, { q: '', ...of });
  const named = (before: string, behind: string) => (
    <>
      {say('', before)}
      <Japanese frame={frame}>{name}</Japanese>
      {say(behind, '')}
    </>
  );
  const written: Offer = { to: to({ author: name }), words: named('By ', 'の作品'), hits: works };
  const told: Offer = { to: to({ about: name }), words: named('About ', 'について'), hits: about };
  const isAll = works.total === total && works.capped === capped && about?.total === 0;
  return [...(works.total === 0 || isAll ? [] : [written]), ...(about?.total === 0 ? [] : [told])];
}

/** The subject, and of its classes what is nearest to the words first; none that is known to be empty. */
function ofSubject(
  frame: Frame,
  asked: Asked,
  { namedClasses, offers }: Pick<SearchAnswer, 'namedClasses' | 'offers'>,
): Offer[] {
  if (namedClasses.length === 0 || asked.subject !== undefined) return [];
  const { say } = frame;
  const about: Partial<Asked> = { q: '', subject: asked.q };
  const subject: Offer = {
    to: changed(asked, about),
    words: (
      <>
        {say('主題「', 'About “')}
        <Japanese frame={frame}>{asked.q}</Japanese>
        {say('」', '”')}
      </>
    ),
    hits: offers.subject,
  };
  const classes = namedClasses.slice(0, OFFERED).map(
    ({ ndc, name, hits }): Offer => ({
      to: changed(asked, { ...about, ndc }),
      words: (
        <>
          {ndc} <Japanese frame={frame}>{name}</Japanese>
        </>
      ),
      hits,
    }),
  );
  return [subject, ...classes].filter(({ hits }) => hits?.total !== 0);
}

/** As a list says it: 300件以上 where nobody counted on. */
export function hitsIn({ total, capped }: HowMany, say: Say): string {
  return `${total.toLocaleString('ja-JP')}${capped ? say('件以上', '+') : say('件', '')}`;
}
