import type { Refusal } from '@toshobin/lending-rules';
import { Icon, sentenceOf } from '@toshobin/web';
import { TapLine } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Label, Words } from '../pages/words.tsx';
import { wayOn } from './ways-on.ts';

/** Why something can't be reserved, in the place of the button, with the way to where it is mended. */
export function Why(props: {
  frame: Frame;
  refusal: Refusal;
  /** Said in place of the refusal's own sentence. */
  words?: string | undefined;
  /** The refusal has no other mark on the page, for whoever looks for it there. */
  marked?: boolean;
}) {
  const { frame, refusal } = props;
  const way = wayOn(refusal, frame.say);
  return (
    <div class="stack stack--s" {...(props.marked ? { 'data-refusal': refusal.code } : {})}>
      <p class="why">
        <Icon name="info" />
        <span>
          <Words text={props.words ?? sentenceOf(refusal, frame.front)} language={frame.front.language} />
        </span>
      </p>
      {way ? (
        <TapLine href={way.href}>
          <Label text={way.label} />
        </TapLine>
      ) : null}
    </div>
  );
}
