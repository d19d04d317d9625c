import { expect, test } from '@jest/globals';
import pg from 'pg';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';

/** A reservation that does not go on: found, explained and mended by an operator, on pages alone. */
export function aStuckReservation(stage: () => DeskStage): void {
  test('news that no service could understand stops a reservation; its timeline says where, and one button has it go on', async () => {
    const { seen, scene, library } = stage();
    const cast = await scene.castOf(deskPeople.stuck);
    const journey = await Journey.reserve(cast, { record: scene.titles.one(), pickupLibrary: 'uto' });
    await spoil(library.stack.env.CATALOG_DATABASE_URL ?? '', journey.reservationId);
    await journey.fetch();

    const operator = await stage().clerk('operator');
    const { reader } = operator;
    await reader.goTo('/');
    await seen.glance(reader, 'operator-today');
    await reader.goTo('/timeline/views');
    await seen.look(reader, 'views');
    expect(await reader.mainText()).not.toMatch(/応答しません|受け取っていません/);
    await eventually('the news among what could not be read', async () => {
      await reader.goTo('/dead-letters');
      return (await reader.mainText()).includes('catalog.reservation.changed');
    });
    await seen.look(reader, 'dead-letters');

    await reader.goTo('/timeline');
    await seen.look(reader, 'timeline-search');
    await operator.scan(journey.barcode);
    const text = await reader.mainText();
    expect([text.includes('出庫済・梱包待ち'), text.includes('担当 desk')]).toEqual([true, true]);
    await seen.look(reader, 'timeline');
    // The catalog has the scan; the process was never told, so the copy waits for no parcel.
    const waiting = await library.desks.prefectural.packingList();
    expect(waiting.some(({ reservationId }) => reservationId === journey.reservationId)).toBe(false);

    await reader.page.locator('summary', { hasText: '今の状態に合わせて進める' }).click();
    await reader.page.locator('#reconcile-reason').fill('知らせが読めなかったため');
    await reader.pressIn(reader.page.locator('form[action$="/reconcile"]'));
    expect(await operator.said()).toContain('今の状態に合わせて進めます');
    await journey.onPackingList();
    await reader.goTo(reader.path);
    expect(await reader.mainText()).toContain('知らせが読めなかったため');
    await journey.pack();
    await eventually('the packing on the timeline', async () => {
      await reader.goTo(reader.path);
      return (await reader.mainText()).includes('梱包済・発送待ち');
    });
  });

  test('a copy that shipping can’t list for packing: the operator reads what fails and how often, and it goes on when that is mended', async () => {
    const { seen, scene, library } = stage();
    const cast = await scene.castOf(deskPeople.stuck);
    const journey = await Journey.reserve(cast, { record: scene.titles.one(), pickupLibrary: 'uto' });
    const shipping = library.stack.env.SHIPPING_DATABASE_URL ?? '';
    await run(shipping, [
      `CREATE OR REPLACE FUNCTION no_place() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no place for とまる'; END $$`,
      `CREATE TRIGGER no_place BEFORE UPDATE OF slot_journey ON packing_row FOR EACH ROW
        WHEN (NEW.reservation_id = '${journey.reservationId}') EXECUTE FUNCTION no_place()`,
    ]);
    await journey.fetch();

    const { reader } = await stage().clerk('operator');
    const viewed = async () => {
      await reader.goTo('/timeline/views');
      return reader.mainText();
    };
    const command = '梱包の一覧に入れる（addToPackingList）';
    await eventually('the command that fails', async () => (await viewed()).includes(command));
    await seen.look(reader, 'views-failing');
    const text = await reader.mainText();
    expect(text).toMatch(/[3-9]回失敗/);
    expect(text).not.toContain('とまる');

    await run(shipping, ['DROP TRIGGER no_place ON packing_row']);
    await journey.onPackingList();
    await eventually('nothing that fails', async () => !(await viewed()).includes(command));
  });

  /** From now on the catalog writes what it says of a reservation as no reader knows it, as a wrong release would. */
  async function spoil(database: string, reservationId: string): Promise<void> {
    await run(database, [
      `CREATE OR REPLACE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.data := NEW.data #- '{state,stage}'; RETURN NEW; END $$`,
      `CREATE TRIGGER spoil BEFORE INSERT ON outbox FOR EACH ROW
        WHEN (NEW.type = 'catalog.reservation.changed' AND NEW.data->>'reservationId' = '${reservationId}')
        EXECUTE FUNCTION spoil()`,
    ]);
  }

  async function run(database: string, statements: readonly string[]): Promise<void> {
    const client = new pg.Client(database);
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
