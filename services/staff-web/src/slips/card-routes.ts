import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { pageFault } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { NotToBePostedPage } from '../cards/not-to-be-posted.page.tsx';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { addressesOf } from '../libraries/places.ts';
import { drawPage } from '../pages/draw-page.ts';
import { SlipPage } from '../pages/slip-page.tsx';
import { AddressSheet, CardSheet, CoverLetterSheet } from './card-sheets.tsx';

const sheets = {
  card: { sheet: CardSheet, title: '貸出カード', about: '85.6mm × 54mm　カードの台紙' },
  letter: { sheet: CoverLetterSheet, title: 'カードの添え状', about: 'A4　三つ折りで窓あき封筒に入れます' },
  address: { sheet: AddressSheet, title: '宛名ラベル', about: '86mm × 50mm　窓のない封筒に貼ります' },
} as const;
const SheetSchema = z.enum(['card', 'letter', 'address']);

/** R1. A card that is to be posted, its cover letter and its address, each on paper of its own; printing is written down. */
export function mountCardSheets(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/slips/cards/:applicationId/:sheet', 'cards', async (call) => {
    const { applicationId, sheet } = call.request.params;
    const asked = SheetSchema.safeParse(sheet);
    const listed = await deps.patron.cardApplications();
    if (!listed.ok || !asked.success) pageFault(404);
    const found = listed.value.applications.find((one) => one.applicationId === applicationId);
    const cardNumber = found?.cardNumber;
    if (found === undefined || !cardNumber) return drawPage(deps, call, NotToBePostedPage, {}, 404);
    // Nothing can be posted to nowhere; the card itself can be fetched.
    if (found.address === null && asked.data !== 'card') pageFault(404);
    await deps.audit.done(staffOf(call), 'printCard', `card application ${found.applicationId}`);
    const { sheet: Sheet, title, about } = sheets[asked.data];
    const back = `/cards#application-${found.applicationId}`;
    const page = { title, about, back, atOnce: call.request.query.print === '1' };
    const fromAddress = (await addressesOf(deps))(PREFECTURAL_LIBRARY);
    const children = h(Sheet, { house: deps.setting, issued: { ...found, cardNumber }, fromAddress });
    drawPage(deps, call, SlipPage, { ...page, children });
  });
}
