import type { Frame } from './frame.tsx';

/** Why a mail may not be there: carriers of phones hold back what they don't know. */
export function MailDoesNotCome({ frame, sender }: { frame: Frame; sender: string | undefined }) {
  const { say, front } = frame;
  const domain = sender?.split('@')[1];
  return (
    <ul class="dots">
      <li>{say('迷惑メールのフォルダをご確認ください。', 'Look in the folder for junk mail.')}</li>
      <li>
        {say(
          '携帯電話会社の受信設定（docomo、au、SoftBank、Y!mobile、楽天など）で、図書館からのメールを受け取れるようにしてください。',
          'Mobile carriers (docomo, au, SoftBank, Y!mobile, Rakuten) may hold it back. ',
        )}
        {domain === undefined ? (
          say('「URL付きメールの拒否」は解除します。', 'Allow mails from the library, and mails with links.')
        ) : (
          <>
            {say('差出人は ', 'We write from ')}
            <b>{sender}</b>
            {say(' です。「ドメイン指定受信」に ', ': allow mails from ')}
            <b>{domain}</b>
            {say(' を加え、「URL付きメールの拒否」は解除します。', ', and mails with links.')}
          </>
        )}
      </li>
      <li>{say('アドレスに間違いがないかご確認ください。', 'Check the address for typing errors.')}</li>
      <li>
        {say(
          `それでも届かないときは、県立図書館（${front.phone}）へお電話ください。`,
          `If nothing helps, call us on ${front.phone}.`,
        )}
      </li>
    </ul>
  );
}
