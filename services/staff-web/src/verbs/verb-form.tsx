import { ActForm, type Field } from '../pages/act-form.tsx';
import { useFrame } from '../pages/frame.tsx';
import { type FieldList, type FieldWords, GIVEN, kindOf, shapeOf, type Worded } from './form-fields.ts';
import type { PartOf, Verb } from './verb.ts';

type Choices = readonly { value: string; label: string }[];

/** The form of a verb, as it was declared; the page says what it is about. */
export function VerbForm<P, B, A, F, R>(props: {
  verb: Pick<Verb<P, B, A, F, R>, 'name' | 'api' | 'form'>;
  /** What the address names, and what the page fills in: nothing of it is asked for. */
  of?: PartOf<P> & PartOf<B>;
  /** The same of a body within the body. */
  given?: Readonly<Record<string, string>>;
  leaveOut?: readonly string[];
  /** What stands in the fields before anything is typed, by field. */
  shown?: Readonly<Record<string, unknown>>;
  choices?: Readonly<Record<string, Choices>>;
  /** The form stands in a row, without a title unless it opens it: of which one it is. */
  row?: string;
  /** The form stands in no row: `row` tells it from another of the same verb. */
  titled?: true;
  /** The title opens it. */
  folded?: boolean;
  /** The folded form stands open. */
  open?: boolean;
  about?: string;
}) {
  const { newId, card } = useFrame();
  const { verb, of, shown = {}, choices = {}, row } = props;
  const { form, api } = verb;
  if (!form) throw new Error(`${verb.name} has no form`);
  const values = new Map<string, unknown>([
    ...Object.entries(of ?? {}),
    ...Object.entries(props.given ?? {}),
  ]);
  const shape = shapeOf(api.body);
  const isOfCaller = 'cardNumber' in shape && !values.has('cardNumber');
  if (isOfCaller && card === undefined) throw new Error(`${verb.name} is drawn with nobody in hand`);
  const inPath = new Set<string>();
  const action = form.path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    inPath.add(name);
    return encodeURIComponent(String(values.get(name)));
  });
  const made = ['factId', 'wishId'].filter((name) => name in shape || (name === 'factId' && form.once));
  const hidden = [
    ...(isOfCaller && card !== undefined ? [['card', card] as const] : []),
    ...made.map((name): [string, string] => [name, newId()]),
    ...[...values].flatMap(([name, value]): [string, string][] =>
      inPath.has(name) || value === undefined ? [] : [[name, asText(value)]],
    ),
  ];
  const words = (said: string | ((given: PartOf<B>) => string)) =>
    typeof said === 'string' ? said : of === undefined ? '' : said(of);
  const isNamed = row === undefined || props.folded || props.titled;
  const title = form.title === undefined || !isNamed ? undefined : words(form.title);
  const drawn = (
    <ActForm
      id={row === undefined ? verb.name : `${verb.name}-${row}`}
      action={action}
      {...(title === undefined || props.folded ? {} : { title })}
      button={words(form.button)}
      hidden={Object.fromEntries(hidden)}
      fields={fieldsOf(form.fields, shape, { shown, choices }).filter(
        ({ name }) => values.get(name) === undefined && !props.leaveOut?.includes(name),
      )}
      {...(props.about === undefined ? {} : { about: props.about })}
    />
  );
  if (!props.folded) return drawn;
  return (
    <details class="s-fold" open={props.open}>
      <summary>
        {title}
        {props.about ? <span class="visually-hidden">：{props.about}</span> : null}
      </summary>
      {drawn}
    </details>
  );
}

const asText = (value: unknown) =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '');

/** The fields of a form in their words, as the operation takes them. */
export function fieldsOf(
  list: Readonly<Record<string, FieldWords | FieldList>>,
  shape: Readonly<Record<string, unknown>>,
  page: { shown: Readonly<Record<string, unknown>>; choices: Readonly<Record<string, Choices>> },
): Field[] {
  return Object.entries(list).flatMap(([name, words]): Field[] => {
    if (isGiven(words)) return [];
    if (!isWorded(words)) return fieldsOf(words, shapeOf(shape[name]), page);
    const { label, hint, type, choices, required, optional, wanted } = wordedOf(words);
    const kind = kindOf(shape[name]);
    const worded = choices && Object.entries(choices).map(([value, label]) => ({ value, label }));
    const offered = page.choices[name] ?? worded;
    const value = page.shown[name];
    return [
      {
        name,
        label,
        type: type ?? (kind.type === 'choice' ? 'text' : kind.type),
        optional: optional ?? (kind.optional && required !== true),
        ...(kind.maxLength === undefined ? {} : { maxLength: kind.maxLength }),
        ...(Array.isArray(value) ? { values: value.map(String) } : {}),
        ...(value === undefined || Array.isArray(value) ? {} : { value: asText(value) }),
        ...(offered === undefined ? {} : { choices: offered }),
        ...(hint === undefined ? {} : { hint }),
        ...(wanted === undefined ? {} : { wanted }),
      },
    ];
  });
}

function isGiven(words: FieldWords | FieldList): words is typeof GIVEN {
  return words === GIVEN;
}

function wordedOf(words: string | Worded): Worded {
  return typeof words === 'string' ? { label: words } : words;
}

function isWorded(words: string | Worded | FieldList): words is string | Worded {
  return typeof words === 'string' || typeof words.label === 'string';
}
