import { writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { DeskStage } from '../src/desk-stage.ts';
import { comeCloser } from '../src/printed-sheet.ts';

/** Where there is no reader: the camera of a phone, before a label of ours. */
export function withTheCamera(stage: () => DeskStage): void {
  test('a label held before the camera is read, typed and sent by itself', async () => {
    const { scene, library } = stage();
    const { byCamera, parcelNumber } = scene.branch;
    const desk = await stage().clerk('desk');
    await desk.reader.goTo(`/slips/parcels/${parcelNumber}/holds`);
    await comeCloser(desk.reader.page);
    const bars = desk.reader.page.locator('section', { hasText: byCamera.barcode }).locator('svg.s-bars');
    // A film of ours: pictures one after another, as a camera's file is.
    await bars.scrollIntoViewIfNeeded();
    const box = await bars.boundingBox();
    if (!box) throw new Error('The slip has no bars');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const clip = {
      x: Math.max(0, middle.x - 640),
      y: Math.max(0, middle.y - 360),
      width: 1280,
      height: 720,
    };
    const picture = await desk.reader.page.screenshot({ type: 'jpeg', quality: 90, clip });
    writeFileSync(library.film, Buffer.concat([picture, picture]));

    const clerk = await stage().clerk('uto');
    const { reader } = clerk;
    await reader.goTo('/hand-in');
    await reader.andThen(() => reader.page.getByRole('button', { name: 'カメラで読み取る' }).click());
    expect(await clerk.said()).toContain('受け付けました');
    expect(await reader.mainText()).toContain(byCamera.barcode);
    expect(reader.faults).toEqual([]);
    await byCamera.shown('returning');
  });
}
