import { describe, expect, test } from '@jest/globals';
import { openDesks, read, waitsFor } from './testing/open-desks.ts';
import { hanakosCard, hanakosReservation } from './testing/stand-ins.ts';

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
