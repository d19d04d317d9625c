import { type Fault, Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R2. Who signs in, or has forgotten a password. */
export function CardNumberField(props: { frame: Frame; value: string; faults?: readonly Fault[] }) {
  const { frame, value, faults } = props;
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
      faults={faults}
      autocomplete="username"
      inputMode="numeric"
      required
      maxLength={64}
    />
  );
}
