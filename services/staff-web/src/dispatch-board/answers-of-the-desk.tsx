import { Icon } from '@toshobin/web';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';

/** Yes: the parcel that the question is about leaves today. */
export function LeavesToday({ parcelNumber }: { parcelNumber: string }) {
  return (
    <Post to={`/dispatch-board/${parcelNumber}`} once hidden={{ mode: 'yuMail', agreed: 'yes' }}>
      <Submit look="second">
        発送する<kbd>1</kbd>
      </Submit>
    </Post>
  );
}

/** The parcel that was read stays for later. */
export function NotYet() {
  return (
    <Post to="/dispatch-board" once hidden={{ code: '0' }}>
      <Submit look="second">
        <Icon name="undo" />
        まだ出さない<kbd>0</kbd>
      </Submit>
    </Post>
  );
}
