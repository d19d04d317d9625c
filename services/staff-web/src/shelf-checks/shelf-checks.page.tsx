import { Notice } from '@toshobin/web';
import { Told } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { useFrame } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';

/** A copy that the library is asked about: its hold ended (R9), or it has waited long. */
export interface Question {
  kind: 'expired' | 'longWaiting';
  reservationId: string;
  barcode: string;
  holdNumber: string | null;
  /** Until when it was held, in words. */
  until: string;
}

/** 「棚にありますか」: one copy at a time; a later one can be answered first. */
export function ShelfChecksPage(props: {
  library: string;
  questions: readonly Question[];
  /** The catalog could say what has waited long. */
  isAll: boolean;
  /** Which one is asked now, from 0. */
  at: number;
}) {
  const frame = useFrame();
  const { questions, at } = props;
  const question = questions[at];
  const library = frame.forLibrary?.code;
  return (
    <JobPage title="棚にありますか" heading="棚にありますか" at="/shelf-checks" library={props.library}>
      {props.isAll ? null : <Notice tone="wait">7日より長い取り置きは、ただいま表示できません。</Notice>}
      {question ? (
        <>
          <p>
            {`${question.kind === 'expired' ? '取り置き期限切れの確認' : '7日より長い取り置きの確認'}　${questions.length}点のうち${at + 1}点目`}
          </p>
          <div class="s-bigno">
            <p class="s-holdno">
              <small>取り置き番号</small>
              {question.holdNumber ?? '－'}
            </p>
            <p>
              <CopyNamed barcode={question.barcode} />
            </p>
            {question.until ? <p>{question.until}</p> : null}
          </div>
          <Post to={actionOf(question)} class="s-two" once>
            <Submit
              look="second"
              name="answer"
              value="here"
              icon="ok"
              says={question.kind === 'expired' ? 'ある → 返送する' : 'ある → そのまま置く'}
            />
            <Submit look="second" name="answer" value="gone" icon="question" says="ない → 渡した" />
          </Post>
          {at + 1 < questions.length ? (
            <p>
              <a href={pageWith('/shelf-checks', { library, at: String(at + 1) })}>
                後で答える（次の資料へ）
              </a>
            </p>
          ) : null}
          <p>「ない → 渡した」のときは、県立図書館が利用者に確かめます。まちがえても、後で直せます。</p>
        </>
      ) : (
        props.isAll && <p>確かめる資料はありません。</p>
      )}
      <Told />
    </JobPage>
  );
}

function actionOf({ kind, reservationId }: Question): string {
  return kind === 'expired' ? `/shelf-checks/${reservationId}` : `/shelf-checks/${reservationId}/look`;
}
