import type { Address, patronApi } from '@toshobin/contracts';
import type { z } from 'zod';
import { useFrame } from '../pages/frame.tsx';
import { Addressee, Sender } from '../pages/slip-page.tsx';
import { Nw7 } from './nw7.tsx';
import { From } from './sheets.tsx';

type Issued = z.output<typeof patronApi.cardApplications.answer>['applications'][number] & {
  cardNumber: string;
};

interface Posted {
  issued: Issued;
  /** Where what can't be delivered comes back to. */
  fromAddress: Address | undefined;
}

/** The card itself, as large as a card of a bank. */
export function CardSheet({ issued }: Posted) {
  const { libraryName, phone } = useFrame().front;
  return (
    <section class="p-sheet p-sheet--card p-gap" aria-label="貸出カード">
      <div class="p-kind">
        <b>貸出カード</b>
        <span>{libraryName}</span>
      </div>
      <p class="p-name">{issued.name}　様</p>
      <Nw7 number={issued.cardNumber} says="貸出カード番号" width="70mm" height="14mm" pushed />
      <p class="p-small">拾われた方は{phone}へお知らせください。</p>
    </section>
  );
}

/** 添え状: what the card is, how to begin with it, and where to ask. */
export function CoverLetterSheet({ issued, fromAddress }: Posted) {
  const { libraryName, phone } = useFrame().front;
  return (
    <section class="p-sheet p-sheet--letter" aria-label="カードの添え状">
      <div class="p-window">
        <Addressee to={issued} />
        <p class="p-small">
          <From from={libraryName} address={fromAddress} />
        </p>
      </div>
      <Sender />
      <h2>貸出カードをお送りします</h2>
      <p>
        {issued.reissued
          ? '再発行した貸出カードを同封しました。カードの番号が新しくなり、前のカードは使えません。'
          : `お申し込みいただいた貸出カードを同封しました（受付番号 ${issued.applicationNumber}）。`}
        お名前と番号をお確かめください。
      </p>
      <p>
        予約サービスには、貸出カードの番号でログインします。
        {issued.passwordChosen
          ? 'パスワードは変わりません。今までのものをお使いください。'
          : 'はじめのパスワードは、生年月日の西暦8桁です（昭和36年4月5日のとき 19610405）。メールアドレスを登録し、パスワードを決めると、ウェブで予約できます。'}
      </p>
      <p>
        資料を受け取るときは、このカードか、スマートフォンの貸出カード番号画面をお見せください。カードをなくされたときは、すぐにお電話ください。
      </p>
      <p>
        お心当たりのないときは、お手数ですが、{libraryName}（電話 {phone}
        ）へお知らせください。
      </p>
    </section>
  );
}

/** 宛名ラベル, outside: the address, and who sends it from where. */
export function AddressSheet({ issued, fromAddress }: Posted) {
  const { libraryName, phone } = useFrame().front;
  return (
    <section class="p-sheet p-sheet--address p-gap" aria-label="宛名ラベル">
      <div class="p-to-person">
        <Addressee to={issued} />
      </div>
      <p class="p-foot">
        <From from={libraryName} address={fromAddress} phone={phone} />
      </p>
    </section>
  );
}
