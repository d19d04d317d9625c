import type { Request, Response } from 'express';
import type { FormBody } from '../forms/read-form.ts';
import type { Front } from './front.ts';
import { sayIn } from './language.ts';

/** What was sent and is offered again. A password is never kept: it is asked for once more. */
export interface SentForm {
  action: string;
  fields: FormBody;
}

/** The names under which forms ask for passwords: a password, the present one beside a new one, the new one once more. */
const isSecret = (name: string) => /password/i.test(name) || name === 'current' || name === 'again';

/** What may be kept of a form: no password, no token. The names of the passwords stay, so that they are asked for. */
export function withoutSecrets(form: FormBody): FormBody {
  const kept = Object.entries(form).filter(([name]) => name !== '_token');
  return Object.fromEntries(kept.map(([name, value]) => [name, isSecret(name) ? '' : value]));
}

/** The form of a request, if it sent one that could be read. */
export function sentForm(request: Request, response: Response): SentForm | undefined {
  const fields: FormBody | undefined = response.locals.form;
  return request.method === 'POST' && fields ? { action: request.originalUrl, fields } : undefined;
}

/**
 * The form that was sent, ready to be sent again by one button. What it does it does once: its ids are those of the
 * page it came from.
 * @param token the token to send it with; without one, the token that it was sent with
 */
export function OfferAgain(props: { front: Front; sent: SentForm; token?: string | undefined }) {
  const { front, sent } = props;
  const say = sayIn(front.language);
  const token = props.token ?? sent.fields._token;
  const fields = Object.entries(sent.fields).filter(([name]) => name !== '_token');
  const secrets = fields.filter(([name]) => isSecret(name)).map(([name]) => name);
  const isNew = secrets.includes('again');
  const label = (name: string) => {
    if (name === 'current') return say('今のパスワード', 'Present password');
    if (name === 'again') return say('新しいパスワード（もう一度）', 'New password, once more');
    return isNew ? say('新しいパスワード', 'New password') : say('パスワード', 'Password');
  };
  return (
    <form class="stack" method="post" action={sent.action}>
      {typeof token === 'string' ? <input type="hidden" name="_token" value={token} /> : null}
      {fields
        .filter(([name]) => !isSecret(name))
        .flatMap(([name, value]) =>
          [value]
            .flat()
            .map((one, n) => <input key={`${name} ${n}`} type="hidden" name={name} value={one} />),
        )}
      {secrets.length > 0 ? (
        <p>
          {say(
            'パスワードだけは残していません。もう一度入れてください。',
            'The password alone is not kept. Please type it again.',
          )}
        </p>
      ) : null}
      {secrets.map((name) => (
        <div class="field" key={name}>
          <label for={`again-${name}`}>{label(name)}</label>
          <input
            class="input"
            id={`again-${name}`}
            name={name}
            type="password"
            required
            maxLength={256}
            autocomplete={isNew && name !== 'current' ? 'new-password' : 'current-password'}
          />
        </div>
      ))}
      <div class="actions">
        <button class="btn btn--l" type="submit">
          {say('もう一度試す', 'Try again')}
        </button>
      </div>
    </form>
  );
}
