import type { Language } from '@toshobin/lending-rules';
import { Links, Tap } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';

/** A part of a help page: said in sentences, then in points, then where to go. */
export interface Section {
  id: string;
  title: string;
  text?: readonly string[];
  points?: readonly string[];
  links?: readonly { href: string; label: string }[];
}

/** A page to read: its parts listed first, so that on a phone one press leads to what is looked for. */
export function ArticlePage(props: {
  frame: Frame;
  title: string;
  lead: string;
  sections: readonly Section[];
  /** Parts that open on a press, for questions. */
  folded?: boolean;
}) {
  const { frame, title, sections } = props;
  return (
    <PatronPage frame={frame} title={title} narrow>
      <article class={props.folded ? 'stack' : 'stack stack--l'}>
        <div class="stack">
          <h1>{title}</h1>
          <p class="lead">{props.lead}</p>
        </div>
        {props.folded ? null : <Contents frame={frame} sections={sections} />}
        {sections.map((section) =>
          props.folded ? (
            <details class="fold" key={section.id} id={section.id}>
              <summary>
                <h2 class="h3">{section.title}</h2>
              </summary>
              <div class="stack stack--s fold-body">
                <Body section={section} language={frame.front.language} />
              </div>
            </details>
          ) : (
            <section class="stack stack--s" key={section.id} aria-labelledby={section.id}>
              <h2 id={section.id} tabIndex={-1}>
                {section.title}
              </h2>
              <Body section={section} language={frame.front.language} />
            </section>
          ),
        )}
      </article>
    </PatronPage>
  );
}

function Contents({ frame, sections }: { frame: Frame; sections: readonly Section[] }) {
  return (
    <nav aria-label={frame.say('このページの内容', 'On this page')}>
      <Links links={sections.map(({ id, title }) => ({ href: `#${id}`, label: title }))} />
    </nav>
  );
}

function Body({ section, language }: { section: Section; language: Language }) {
  const { text = [], points = [], links = [] } = section;
  return (
    <>
      {text.map((sentence) => (
        <p key={sentence}>
          <Words text={sentence} language={language} />
        </p>
      ))}
      {points.length > 0 ? (
        <ul class="dots">
          {points.map((point) => (
            <li key={point}>
              <Words text={point} language={language} />
            </li>
          ))}
        </ul>
      ) : null}
      {links.map(({ href, label }) => (
        <p key={href}>
          <Tap href={href}>{label}</Tap>
        </p>
      ))}
    </>
  );
}
