import { Notice } from '@toshobin/web';
import { Breakable } from '../pages/breakable.tsx';
import { Refused, TitledPage } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { SignInField } from '../pages/sign-in-field.tsx';

/** 端末の登録: the number from the telephone makes this browser a terminal of its library. */
export function EnrolTerminalPage(props: {
  terminal: { library: string; name: string } | undefined;
  /** What was typed and refused: the field is empty for the next try. */
  number: string;
  /** Where the patrons' web is told that several people use this browser; undefined while its address is not known. */
  sharedTerminal?: string | undefined;
}) {
  const { terminal } = props;
  return (
    <TitledPage title="端末の登録" narrow>
      {terminal ? (
        <>
          <Notice tone="ok">
            この端末は登録されています：
            <Breakable text={terminal.library} />
            {'　'}
            {terminal.name}
          </Notice>
          <p>
            <Way look="l" to="/sign-in" says="ログインへ進む" />
          </p>
          {props.sharedTerminal ? (
            <p>
              この端末で利用者の画面も開くときは、
              <a href={props.sharedTerminal}>利用者の画面にも登録する</a>
              を一度押してください。貸出カード番号を残せなくなります。
            </p>
          ) : null}
        </>
      ) : (
        <p>県立図書館から電話で聞いた番号を入れると、この端末でログインできるようになります。</p>
      )}
      <Refused />
      {props.number === '' ? null : (
        <p>
          入れた番号 <b class="s-num">{props.number}</b>
        </p>
      )}
      <Post to="/enrol-terminal" class="stack form">
        <SignInField
          name="number"
          label={terminal ? '登録し直すときは、新しい登録の番号' : '登録の番号'}
          hint="12けたの数字です。"
          autocomplete="off"
          digits
          maxLength={32}
          autofocus
        />
        <Submit look={terminal ? 'second' : 'l'} says="この端末を登録する" />
      </Post>
    </TitledPage>
  );
}
