import type { FormBody } from '@toshobin/web';
import { Notice } from '@toshobin/web';
import { ActForm, type Field } from '../pages/act-form.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { type FieldList, type FieldWords, type Misread, shapeOf } from './form-fields.ts';
import { fieldsOf } from './verb-form.tsx';

interface FormAgain {
  /** What the fields that can't be read are called. */
  wrong: readonly string[];
  fields: readonly Field[];
  hidden: Readonly<Record<string, string>>;
  button: string;
}

/** The form as it was sent, to be put right; undefined when none of its fields is what can't be read. */
export function misreadForm(given: {
  form: { fields: Readonly<Record<string, FieldWords | FieldList>>; button: unknown };
  api: { body: unknown };
  sent: FormBody;
  misread: Pick<Misread, 'fields' | 'texts'>;
}): FormAgain | undefined {
  const { form, api, sent, misread } = given;
  const drawn = fieldsOf(form.fields, shapeOf(api.body), { shown: sent, choices: {} });
  const wrong = drawn.filter(({ name }) => misread.fields.includes(name)).map(({ label }) => label);
  if (wrong.length === 0) return undefined;
  const first = drawn.find(({ name }) => misread.fields.includes(name))?.name;
  // What the page had put into the form, and what only it has the choices of, stays as it was.
  const fields = drawn
    .filter(
      ({ name, type, choices }) =>
        misread.fields.includes(name) || (name in sent && (type !== 'checks' || choices)),
    )
    .map((field) => {
      const isWrong = misread.fields.includes(field.name);
      const fault = misread.texts[field.name] ?? (isWrong ? whatIsWanted(field) : undefined);
      return { ...field, fault, ...(field.name === first ? { first: true } : {}) };
    });
  const names = new Set(['_token', ...fields.map(({ name }) => name)]);
  const hidden = Object.entries(sent).flatMap(([name, value]): [string, string][] =>
    names.has(name) || typeof value !== 'string' ? [] : [[name, value]],
  );
  const button = typeof form.button === 'string' ? form.button : '送る';
  return { wrong, fields, hidden: Object.fromEntries(hidden), button };
}

/** What is said at a field that can't be read: what it lacks, or how it is to be. */
function whatIsWanted({ type, value, values, wanted, choices, maxLength }: Field): string {
  if (choices && (type === 'checks' ? !values?.length : true)) return '一覧から選んでください。';
  if (!value?.trim()) return '空のままです。入れてください。';
  if (maxLength !== undefined && value.length > maxLength) return `${maxLength}文字までで入れてください。`;
  if (wanted !== undefined) return wanted;
  if (type === 'date') return '日付を確かめてください。';
  return type === 'number' ? '数字で入れてください。' : '入れた形を確かめてください。';
}

/** What can't be read in a form, and the form with all that was typed. */
export function MisreadPage(props: FormAgain & { action: string; of: string | undefined }) {
  const { action, wrong, of, ...form } = props;
  return (
    <TitledPage title="入力の内容を確かめてください" narrow>
      <Notice tone="wait">「{wrong.join('」「')}」を確かめてください。まだ何も記録していません。</Notice>
      {of ? <p>{of}</p> : null}
      <ActForm id="misread" action={action} {...form} />
    </TitledPage>
  );
}
