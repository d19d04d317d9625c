import { describe, expect, test } from '@jest/globals';
import { mayDo } from './roles.ts';
import { openDesks, read, waitsFor } from './testing/open-desks.ts';
import { hanakosCard, hanakosCopy, hanakosReservation } from './testing/stand-ins.ts';

const desks = openDesks();

describe('with the catalog away nothing is said to be none that nobody can count', () => {
  test('on the first page of the prefectural desk', async () => {
    desks.web.world.held.set('pref', [waitsFor(1)]);
    const shelf = /取り置き棚<\/span><span class="s-flow__n"[^>]*>([^<]*)</;
    const inHand = /棚にある<\/dt><dd>([^<]*)<.*明日までに期限<\/dt><dd>([^<]*)</s;
    const page = (await desks.desk.get('/')).text;
    expect(shelf.exec(page)?.[1]).toBe('1');
    expect(inHand.exec(page)?.slice(1)).toEqual(['1点', '0点']);
    expect(page).toMatch(/id="run"(?:(?!ただいま表示できません).)*<\/section>/s);
    desks.web.world.away = ['catalog'];
    const without = (await desks.desk.get('/')).text;
    expect(shelf.exec(without)?.[1]).toBe('－');
    expect(inHand.exec(without)?.slice(1)).toEqual(['－', '－']);
    // What is still to be fetched for the run is known to the catalog alone.
    expect(without).toMatch(/id="run"(?:(?!<\/section>).)*ただいま表示できません/s);
  });

  test('on the first page of a pickup library', async () => {
    desks.web.world.away = ['catalog'];
    desks.web.world.noTasks = true;
    const page = (await desks.uto.get('/')).text;
    expect(page).toContain('取り置き中　－点');
    expect(page).toMatch(/棚にありますか<b>－点.*返送<b>－点.*要確認<b>－件/s);
  });

  test('of a card in hand', async () => {
    desks.web.world.held.set('uto', []);
    expect(await read(desks.uto, '/hand-out', hanakosCard)).toContain('取り置きは、この館にありません');
    desks.web.world.away = ['catalog'];
    const page = (await desks.uto.get('/hand-out')).text;
    expect(page).not.toContain('取り置きは、この館にありません');
    expect(page).toMatch(/この方の取り置き　－点.*ただいまわかりません/s);
    desks.web.world.away = [];
    await read(desks.desk, '/hand-out', hanakosCard);
    desks.web.world.away = ['catalog'];
    expect((await desks.desk.get('/hand-out')).text).toContain('取り置きがあるかは、ただいまわかりません');
  });

  test('of what a pickup library is to look for', async () => {
    desks.web.world.away = ['catalog'];
    const page = (await desks.uto.get('/shelf-checks')).text;
    expect(page).toContain('7日より長い取り置きは、ただいま表示できません');
    expect(page).not.toContain('確かめる資料はありません');
    const look = await desks.uto.post(`/shelf-checks/${hanakosReservation}/look`, {
      factId: crypto.randomUUID(),
      answer: 'here',
    });
    expect(look.status).toBe(503);
  });

  test('of what is searched for', async () => {
    desks.web.world.away = ['catalog', 'patron'];
    const asked = await desks.desk.post('/find', { q: 'だれでもない' });
    const page = asked.location ? (await desks.desk.get(asked.location)).text : asked.text;
    expect(page).toContain('ただいま利用者と資料をさがせません');
    expect(page).not.toContain('見つかりません');
  });
});

describe('a page that can not be shown', () => {
  const hasWhole = ['catalog', 'patron', 'shipping'] as const;
  const names = { catalog: '読み取り・窓口貸出', patron: 'カードとメール', shipping: '梱包・到着受付' };

  test.each(hasWhole)(
    'without the %s service has the menu, says what is away, and keeps nothing',
    async (owner) => {
      const pages = desks.web.routes.list.filter(
        ({ kind, path, access }) =>
          kind === 'page' && !/:|^\/lists\//.test(path) && mayDo.prefecturalDesk.has(access),
      );
      desks.web.world.away = [owner];
      const faults: string[] = [];
      const look = async ({ path }: (typeof pages)[number]) => {
        const { status, text } = await desks.desk.get(path);
        if (status !== 503) return;
        faults.push(path);
        const says = [/class="s-rail"/.test(text), text.includes(`${names[owner]}：ただいま使えません`)];
        expect([path, ...says]).toEqual([path, true, true]);
        expect(text).not.toMatch(/入力した内容は残っています|site-footer/);
      };
      for (let from = 0; from < pages.length; from += 10)
        await Promise.all(pages.slice(from, from + 10).map(look));
      // The patron service is on no page alone.
      if (owner === 'catalog') expect(faults).toEqual(expect.arrayContaining(['/pick-list', '/hold-shelf']));
    },
  );

  test('at a pickup library has the frame of its other pages', async () => {
    desks.web.world.away = ['shipping'];
    const { status, text } = await desks.uto.get('/send-back');
    expect([
      status,
      /class="s-branch"/.test(text),
      text.includes('梱包・到着受付：ただいま使えません'),
    ]).toEqual([503, true, true]);
  });

  test('says that what was entered is kept where something was', async () => {
    desks.web.world.away = ['catalog'];
    const page = await desks.desk.post('/pick-list/pick', {
      factId: crypto.randomUUID(),
      code: '1000008191',
    });
    expect(page.status).toBe(503);
    expect(page.text).toMatch(
      /class="s-rail".*読み取り・窓口貸出：ただいま使えません.*入力した内容は残っています/s,
    );
  });

  test('is no page that does not exist: neither a slip, nor what a pickup library has read', async () => {
    desks.web.world.stillHeld.add(hanakosCopy);
    const slip = `/slips/holds/${hanakosCopy}`;
    expect((await desks.desk.get(slip)).status).toBe(200);
    await desks.uto.get('/');
    desks.web.world.away = ['catalog'];
    expect((await desks.desk.get(slip)).status).toBe(503);
    const read = await desks.uto.post('/start', { factId: crypto.randomUUID(), code: hanakosCopy });
    expect(read.status).toBe(503);
  });

  test('for nobody who is signed in has no menu', async () => {
    const nobody = await fetch(`${desks.web.service.url}/nothing-here`);
    expect([nobody.status, nobody.headers.get('set-cookie')]).toEqual([404, null]);
    const { status, text } = await desks.desk.get('/nothing-here');
    expect([status, /class="s-rail"/.test(text)]).toEqual([404, true]);
  });
});

test('a number is typed with an input method on', async () => {
  const page = (await desks.desk.get('/stock')).text;
  expect(page).not.toContain('type="number"');
  expect(page.match(/inputmode="numeric"/g)?.length).toBeGreaterThan(3);
});

test('whoever signs in finds the cursor in the first empty field', async () => {
  const url = `${desks.web.service.url}/sign-in`;
  expect(await (await fetch(url)).text()).toMatch(/<input(?=[^>]*id="account")(?=[^>]* autofocus)/);
});
