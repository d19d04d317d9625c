import type { Refusal } from '@toshobin/lending-rules';
import type { ComponentChildren } from 'preact';
import { type Front, sentenceOf } from './front.ts';
import { Icon } from './icon.tsx';

/** Something to read before the rest of the page; read aloud when it says what has just been done, or why not. */
export function Notice({ tone, children }: { tone: 'ok' | 'wait' | 'stop'; children: ComponentChildren }) {
  const icon = tone === 'ok' ? 'ok' : tone === 'wait' ? 'clock' : 'stop';
  const role =
    tone === 'ok' ? { role: 'status' as const } : tone === 'stop' ? { role: 'alert' as const } : {};
  return (
    <div class={`notice notice--${tone}`} {...role}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** Why a rule says no, in the words of the list, above what it stands in the way of. */
export function RefusalNotice({
  refusal,
  front,
}: {
  refusal: Refusal;
  front: Pick<Front, 'phone' | 'language'>;
}) {
  return (
    <div class="notice notice--stop" role="alert" id="refusal" data-refusal={refusal.code}>
      <Icon name="stop" />
      <div>
        <p>{withLanguages(sentenceOf(refusal, front), front.language)}</p>
      </div>
    </div>
  );
}

/** A library's name stays Japanese in an English sentence, and is read aloud as such. */
function withLanguages(sentence: string, language: Front['language']): ComponentChildren {
  if (language === 'ja') return sentence;
  const parts = sentence.split(/([\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー―・々「」]+)/u);
  return parts.map((part, n) =>
    n % 2 === 1 ? (
      <span key={part} lang="ja">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
