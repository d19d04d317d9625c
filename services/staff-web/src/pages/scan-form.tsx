import { Icon } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { isOnPhone } from './branch-page.tsx';
import { type WhereFrom, WhereFromSchema } from './fields.ts';
import type { Frame } from './frame.tsx';
import { pageWith } from './keep-answer.ts';
import { Post } from './post.tsx';
import { Submit } from './press.tsx';
import { Script } from './script.tsx';

export { Answer } from './answer.tsx';

export interface OnPhone {
  /** 番号を手で入れる: the keyboard may come up; otherwise only a reader or the camera types. */
  keys: boolean;
  /** The same page for the other. */
  other: string;
}

/** The field as a pickup library's phone has it; undefined at a desk. */
export function onPhone(frame: Frame, keys: boolean, page: string): OnPhone | undefined {
  if (!isOnPhone(frame)) return undefined;
  const [path = page, query] = page.split('?');
  const given = Object.fromEntries(new URLSearchParams(query));
  return { keys, other: pageWith(path, { ...given, keys: keys ? '' : '1' }) };
}

/**
 * One field that a reader types into. The fact's id is drawn with the form, so that a form sent twice is one scan;
 * what is said about the focus is CSS alone. On a phone no keyboard covers the answer.
 */
export function ScanForm(props: {
  action: string;
  label: string;
  /** What can be read now, after 「読み取れます。」 */
  hint?: string;
  phone?: OnPhone | undefined;
  /** Further fields of the form, that a script may need without the server. */
  hidden?: Readonly<Record<string, string>>;
  children?: ComponentChildren;
  button?: string;
  /** No answer stands on this page: it leads to another one. */
  leadsOn?: boolean;
  /** Another field of the page has to be filled in first. */
  later?: boolean;
  /** The number of a release is read here too. */
  releases?: boolean;
  /** The number of the post's label is read here too. */
  tracking?: boolean;
  /** A person's name, or the end of their telephone number, may be typed here too. */
  names?: boolean;
  /** A hold number is looked up here, where its letter can be typed on a phone, or on another page. */
  holds?: 'here' | 'elsewhere';
}) {
  const { phone } = props;
  const field = {
    class: 's-scan__field',
    id: 'scan',
    name: 'code',
    type: 'text',
    inputMode: phone && !phone.keys ? 'none' : props.names || props.holds === 'here' ? 'text' : 'numeric',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
    enterkeyhint: 'done',
    autofocus: props.later !== true,
    required: true,
    maxLength: 64,
    ...(props.leadsOn ? {} : { 'aria-describedby': phone ? 'answer-text' : 'answer-text scan-hint' }),
  } as const;
  return (
    <Post
      to={props.action}
      once
      hidden={props.hidden ?? {}}
      class={phone ? 's-scan s-scan--phone' : 's-scan'}
      {...(props.releases ? { 'data-releases': '' } : {})}
      {...(props.tracking ? { 'data-tracking': '' } : {})}
      {...(props.names ? { 'data-names': '' } : {})}
      {...(props.holds ? { 'data-holds': '' } : {})}
    >
      <label class="s-scan__label" for="scan">
        {props.label}
      </label>
      {phone ? null : (
        <p class="s-scan__state">
          <span class="s-scan__ready" id="scan-hint">
            <Icon name="ok" />
            読み取れます。{props.hint}
          </span>
          <label class="s-scan__lost" for="scan">
            <Icon name="ask" />
            読み取りを待っていません。ここを押してください
          </label>
        </p>
      )}
      <div class="s-scan__row">
        <input {...field} />
        <Submit look={phone ? 'second' : 'l'} says={props.button ?? '読み取る'} />
      </div>
      {phone ? (
        <>
          <button class="btn s-scan__camera" type="button">
            <Icon name="camera" />
            カメラで読み取る
          </button>
          <p class="s-scan__alt">
            <a href={phone.other}>{phone.keys ? '読み取り機で読む' : '番号を手で入れる'}</a>
          </p>
        </>
      ) : null}
      {props.children}
      <Script name="desk" />
    </Post>
  );
}

const places: Readonly<Record<WhereFrom, string>> = {
  counter: 'カウンター',
  firstBookDrop: 'ブックポスト（朝の回収）',
  bookDrop: 'ブックポスト（日中）',
};

/** Where the copies come from; stays as it was for the next scan of the pile. Links, so that the focus stays in the field. */
export function WhereFromLinks(props: {
  page: string;
  chosen: WhereFrom;
  library?: string | undefined;
  /** Until a script says what is chosen. */
  hidden?: boolean;
}) {
  return (
    <nav class="s-from" aria-label="どこから" hidden={props.hidden === true}>
      <ul>
        {WhereFromSchema.options.map((from) => (
          <li key={from}>
            <a
              href={pageWith(props.page, { library: props.library, from })}
              {...(from === props.chosen ? { 'aria-current': 'true' as const } : {})}
            >
              {places[from]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
