import type { Library } from '@toshobin/contracts';
import { FaultAt, faultOf } from './entry.tsx';
import { Post } from './post.tsx';
import { Submit } from './press.tsx';

/** One field of a form: a line, a day, a number, a choice, a tick or several. */
export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'date' | 'number' | 'tel' | 'email' | 'check' | 'checks';
  value?: string | undefined;
  /** Of several ticks. */
  values?: readonly string[];
  optional?: boolean;
  maxLength?: number;
  choices?: readonly { value: string; label: string }[];
  hint?: string;
  /** What is said of what can't be read in it. */
  wanted?: string;
  fault?: string | undefined;
  /** It is the first to be put right. */
  first?: boolean;
}

export const libraryChoices = (libraries: readonly Library[]) =>
  libraries.map(({ code, name }) => ({ value: code, label: name }));

export const reasonWords = '理由（記録に残ります。お名前は書きません）';
export const reasonField: Field = { name: 'reason', label: reasonWords, maxLength: 200 };

/** A form that does one thing: what is given, its fields, one button. */
export function ActForm(props: {
  /** Where on the page it is: ids of fields begin with it. */
  id: string;
  action: string;
  button: string;
  title?: string;
  hidden?: Readonly<Record<string, string>>;
  fields?: readonly Field[];
  /** What the button of a row is about, for who does not see the row. */
  about?: string;
}) {
  const { id, fields = [] } = props;
  return (
    <Post to={props.action} hidden={props.hidden ?? {}} class={props.title ? 'card stack' : 'stack stack--s'}>
      {props.title ? <h2>{props.title}</h2> : null}
      {fields.map((field) => (
        <FieldOf key={field.name} field={field} id={`${id}-${field.name}`} />
      ))}
      <Submit look="second" says={props.button} unseen={props.about && `：${props.about}`} />
    </Post>
  );
}

function FieldOf({ field, id }: { field: Field; id: string }) {
  const { name, label, type = 'text', value } = field;
  if (type === 'check') {
    return (
      <label class="check">
        <input type="checkbox" name={name} value="yes" checked={value === 'yes'} />
        <span>{label}</span>
      </label>
    );
  }
  if (type === 'checks') {
    return (
      <fieldset class="cluster" {...(field.fault ? { 'aria-describedby': `${id}-f` } : {})}>
        <legend>{label}</legend>
        {field.choices?.map((choice) => (
          <label class="check" key={choice.value}>
            <input
              type="checkbox"
              name={name}
              value={choice.value}
              checked={field.values?.includes(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
        <FaultAt id={id} fault={field.fault} />
      </fieldset>
    );
  }
  const wrong = { ...faultOf(id, field.fault), ...(field.first ? { autofocus: true } : {}) };
  const common = {
    ...({ class: 'input', id, name, autocomplete: 'off', required: !field.optional } as const),
    ...wrong,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {field.choices ? (
        <select class="select" id={id} name={name} required={!field.optional} {...wrong}>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <Line type={type} common={{ ...common, value: value ?? '' }} maxLength={field.maxLength ?? 200} />
      )}
      {field.hint ? <p class="small">{field.hint}</p> : null}
      <FaultAt id={id} fault={field.fault} />
    </div>
  );
}

function Line(props: {
  type: Exclude<Field['type'], 'check' | 'checks' | undefined>;
  common: {
    class: string;
    id: string;
    name: string;
    value: string;
    autocomplete: 'off';
    required: boolean;
    'aria-invalid'?: 'true' | undefined;
    'aria-describedby'?: string | undefined;
    autofocus?: boolean;
  };
  maxLength: number;
}) {
  const { type, common, maxLength } = props;
  switch (type) {
    case 'date':
      return <input {...common} type="date" />;
    case 'number':
      // A number field of the browser takes no digit of an input method; what is typed is folded where it is read.
      return <input {...common} type="text" inputMode="numeric" maxLength={9} />;
    case 'tel':
      return <input {...common} type="tel" maxLength={maxLength} />;
    case 'email':
      return <input {...common} type="email" maxLength={maxLength} />;
    case 'text':
      return <input {...common} type="text" maxLength={maxLength} />;
  }
}
