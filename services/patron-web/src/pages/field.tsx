import { Icon, type Say } from '@toshobin/web';
import type { PartialInputHTMLAttributes } from 'preact';
import { Tap } from './elements.tsx';

export interface Fault {
  /** The field it is about. */
  name: string;
  text: string;
}

/** The fields to be mended, each with the text that stands at it. */
export function faultsOf<Name extends string>(
  wrong: readonly string[],
  texts: Readonly<Record<Name, string>>,
): Fault[] {
  return Object.entries<string>(texts).flatMap(([name, text]) =>
    wrong.includes(name) ? [{ name, text }] : [],
  );
}

type InputType = 'text' | 'date' | 'email' | 'tel' | 'password';

/** What is to be mended at a field. */
export const faultAt = (name: string, faults?: readonly Fault[]): string | undefined =>
  faults?.find((fault) => fault.name === name)?.text;

/** One line of a form: label, hint, what was typed, and what is to be mended. */
export function Field(props: {
  name: string;
  label: string;
  value: string;
  hint?: string | undefined;
  /** Those of the form; what is to be mended here is among them. */
  faults?: readonly Fault[] | undefined;
  type?: InputType;
  autocomplete?: string;
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  required?: boolean;
  maxLength?: number;
  min?: string;
  max?: string;
  /** Nothing is said of whether it may stay empty: a form in which everything may. */
  unmarked?: boolean;
  say: Say;
}) {
  const { name, label, hint, faults, value, type = 'text', say, unmarked = false, ...input } = props;
  const fault = faultAt(name, faults);
  const describedBy = [...(fault ? [`${name}-error`] : []), ...(hint ? [`${name}-hint`] : [])].join(' ');
  const attributes = {
    class: 'input',
    id: name,
    name,
    value,
    ...input,
    ...(fault ? { 'aria-invalid': 'true' as const } : {}),
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {input.required || unmarked ? null : <span class="hint">{say('（なくても可）', ' (optional)')}</span>}
      </label>
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {inputOf(type, attributes)}
      {fault ? (
        <p class="field-error" id={`${name}-error`}>
          <Icon name="ask" />
          <span>{fault}</span>
        </p>
      ) : null}
    </div>
  );
}

/** A day of birth, typed as eight digits. */
export function BirthDateField(props: { say: Say; value: string; faults: readonly Fault[] }) {
  const { say } = props;
  return (
    <Field
      {...props}
      name="birthDate"
      label={say('生年月日', 'Date of birth')}
      hint={say(
        '西暦8桁の数字です（例：昭和36年4月5日は 19610405）。',
        'Eight digits: year, month, day (5 April 1961 is 19610405).',
      )}
      autocomplete="bday"
      inputMode="numeric"
      required
      maxLength={20}
    />
  );
}

/** Each type has attributes of its own, so that the checker wants it written out. */
function inputOf(
  type: InputType,
  attributes: Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'type' | 'role'>,
) {
  switch (type) {
    case 'text':
      return <input {...attributes} type="text" />;
    case 'date':
      return <input {...attributes} type="date" />;
    case 'email':
      return <input {...attributes} type="email" />;
    case 'tel':
      return <input {...attributes} type="tel" />;
    case 'password':
      return <input {...attributes} type="password" />;
  }
}

/** What is to be mended, above the form, each leading to its field. */
export function FaultSummary({ faults, say }: { faults: readonly Fault[]; say: Say }) {
  if (faults.length === 0) return null;
  return (
    <div class="notice notice--stop" role="alert" aria-labelledby="faults-title">
      <Icon name="stop" />
      <div>
        <h2 id="faults-title">{say('入力の内容を確かめてください', 'Please check what you entered')}</h2>
        <ul>
          {faults.map(({ name, text }) => (
            <li key={name}>
              <Tap href={`#${name}`}>{text}</Tap>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
