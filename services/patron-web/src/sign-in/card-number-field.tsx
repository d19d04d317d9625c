import { Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R2. Who signs in, or has forgotten a password. */
export function CardNumberField(props: { frame: Frame; value: string; fault?: string | undefined }) {
  const { frame, value, fault } = props;
  const { say } = frame;
  return (
    <Field
      name="cardNumber"
      say={say}
      label={say('貸出カード番号', 'Card number')}
      hint={say(
        'カードの表の数字8桁です。全角でも入れられます。',
        'The eight digits on the front of your card.',
      )}
      value={value}
      fault={fault}
      autocomplete="username"
      inputMode="numeric"
      required
      maxLength={64}
    />
  );
}
