import type { Frame } from '../pages/frame.tsx';

/** A mail that was sent again takes the place of the one before, whose link may be the one that was opened. */
export function NewestLink({ frame: { say } }: { frame: Frame }) {
  return (
    <p>
      {say(
        'メールを何通か受け取ったときは、いちばん新しいメールのリンクを開いてください。',
        'If you have several of these mails, open the link in the newest one.',
      )}
    </p>
  );
}
