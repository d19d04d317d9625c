import type { Library } from '@toshobin/contracts';
import { Choice, Entry, FaultAt, faultOf, Tick } from './entry.tsx';
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
  /** The field is the first to be put right. */
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
  if (type === 'check')
    return (
      <>
        <Tick name={name} value="yes" checked={value === 'yes'} says={label} {...faultOf(id, field.fault)} />
        <FaultAt id={id} fault={field.fault} />
      </>
    );
  if (type === 'checks') {
    return (
      <fieldset class="cluster" {...(field.fault ? { 'aria-describedby': `${id}-f` } : {})}>
        <legend>{label}</legend>
        {field.choices?.map((one) => (
          <Tick
            key={one.value}
            name={name}
            value={one.value}
            checked={field.values?.includes(one.value)}
            says={one.label}
          />
        ))}
        <FaultAt id={id} fault={field.fault} />
      </fieldset>
    );
  }
  const { hint, fault, choices, optional, first, maxLength = 200 } = field;
  const common = { id, name, label, hint, fault, required: !optional, ...(first ? { autofocus: true } : {}) };
  if (choices) return <Choice {...common} of={choices} chosen={value} />;
  const most = type === 'date' ? {} : { maxLength };
  return <Entry {...common} autocomplete="off" value={value ?? ''} {...most} {...lines[type]} />;
}

const lines = {
  text: { type: 'text' },
  date: { type: 'date' },
  tel: { type: 'tel' },
  email: { type: 'email' },
  // A number field of the browser takes no digit of an input method; what is typed is folded where it is read.
  number: { type: 'text', inputMode: 'numeric', maxLength: 9 },
} as const;
