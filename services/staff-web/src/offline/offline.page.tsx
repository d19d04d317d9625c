import { type Front, Icon } from '@toshobin/web';
import { WhomToCall } from '../pages/branch-page.tsx';
import { Head } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { WhereFromLinks } from '../pages/scan-form.tsx';
import { Script } from '../pages/script.tsx';
import { ThreeJobs } from '../pages/three-jobs.tsx';

/**
 * What a pickup library's phone shows without a line, at whatever address it was going to: the same field, and what is
 * kept to be sent. It is the same for everybody and holds nothing; its script fills it from the browser's own store.
 */
export function OfflinePage({ front, styles }: { front: Front; styles: readonly string[] }) {
  return (
    <html lang="ja">
      <Head front={front} title="電波が届きません" styles={styles} />
      <body class="s-branch has-scripts">
        <a class="skip" href="#main">
          本文へ
        </a>
        <header class="s-head">
          <p class="s-head__name">
            <b id="library" />
          </p>
          <p class="s-head__link" id="line" data-link="off">
            <Icon name="signal" />
            <span id="line-text">電波が届きません</span>
          </p>
        </header>
        <main class="s-main stack" id="main" tabIndex={-1}>
          <div class="s-title">
            <h1 id="job">はじめの画面</h1>
            <a class="s-back" href="/">
              <Icon name="back" />
              はじめの画面へ
            </a>
          </div>
          <ThreeJobs hidden />
          <WhereFromLinks page="/hand-in" chosen="counter" hidden />
          <form class="s-scan s-scan--phone" id="without-line" method="dialog" data-holds="">
            <label class="s-scan__label" for="scan" id="scan-label">
              番号を読んで始める
            </label>
            <div class="s-scan__row">
              <input
                class="s-scan__field"
                id="scan"
                name="code"
                type="text"
                autofocus
                inputMode="none"
                autocomplete="off"
                enterkeyhint="done"
                maxLength={64}
                required
                aria-describedby="answer-text"
              />
              <Submit look="second" says="読み取る" />
            </div>
            <button class="btn s-scan__camera" type="button">
              <Icon name="camera" />
              カメラで読み取る
            </button>
            <p class="s-scan__alt">
              <button class="btn btn--quiet" type="button" id="keys">
                番号を手で入れる
              </button>
            </p>
          </form>
          <section
            class="s-answer s-answer--lines"
            data-tone="wait"
            id="answer"
            aria-labelledby="answer-text"
          >
            <div class="s-answer__face">
              <Icon name="clock" />
              <h2 class="s-answer__text s-answer__text--s" id="answer-text">
                読み取りを待っています
              </h2>
            </div>
            <div class="s-answer__body">
              <p id="in-hand" hidden>
                カード下4桁 <b class="s-num" id="last4" />
              </p>
              <ul class="s-parts s-parts--kept" id="unsent" />
              <div id="waiting" hidden>
                <p>
                  <b id="why" />
                </p>
                <p>続けて読み取れます。この画面は閉じてもかまいません。</p>
                <p id="due">
                  返却期限は、取り置き票の日付をお伝えください。それより早くはなりません。利用者のメールに後の日付があれば、メールの日付です。
                </p>
              </div>
              <p id="signed-out" hidden>
                <a href="/sign-in">ログインすると送ります</a>
              </p>
            </div>
          </section>
          <button class="btn btn--second s-wide" type="button" id="send">
            今すぐ送ってみる
          </button>
        </main>
        <footer class="s-help">
          <WhomToCall front={front} />
        </footer>
        <Script name="offline" />
        <Script name="desk" />
      </body>
    </html>
  );
}
