import { type Parcel, ParcelNumberSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import { pageFault } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { NotToBePostedPage } from '../cards/not-to-be-posted.page.tsx';
import { type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { addressesOf } from '../libraries/places.ts';
import { sendFile } from '../pages/csv.ts';
import { shortDate } from '../pages/dates.ts';
import { drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { runDayOf } from '../parcels/how-it-goes.ts';
import { readParcel } from '../parcels/parcel-verbs.ts';
import { byRoom } from '../pick-list/shelf-groups.ts';
import { AddressSheet, CardSheet, CoverLetterSheet } from './card-sheets.tsx';
import { carrierFile, carrierRows } from './carrier-file.ts';
import { drawSheets } from './draw-sheets.ts';
import { holdSlip, mountHoldSlip } from './hold-slip.ts';
import { mountReceipts } from './receipt-routes.ts';
import { HoldSheet, LabelSheet, PackingSheets, PickSheet } from './sheets.tsx';
import { goalOf, slipLines } from './slip-contents.ts';

/** What is printed: inside and outside of a parcel, in the copies, for who fetches or borrows them, and cards. */
export function mountSlips(routes: StaffRoutes, deps: StaffWebDeps): void {
  /** A parcel with something in it that this account may see. */
  const parcelOf = async (call: StaffCall): Promise<Parcel> => {
    const parcel = await readParcel(deps, staffOf(call), namedIn(call, 'parcelNumber', ParcelNumberSchema));
    return parcel.ok && parcel.value.lines.length > 0 ? parcel.value : pageFault(404);
  };
  const linksOf = ({ parcelNumber, direction }: Parcel) => {
    const path = `/slips/parcels/${parcelNumber}`;
    return [
      { href: `${path}/contents`, label: direction === 'outward' ? '内容票だけ' : '返送票だけ' },
      { href: `${path}/label`, label: '小包ラベルだけ' },
      ...(direction === 'outward' ? [{ href: `${path}/holds`, label: '取り置き票' }] : []),
    ];
  };

  for (const [path, prints] of [
    ['/slips/parcels/:parcelNumber', { contents: true, label: true }],
    ['/slips/parcels/:parcelNumber/contents', { contents: true, label: false }],
    ['/slips/parcels/:parcelNumber/label', { contents: false, label: true }],
  ] as const) {
    routes.page(path, 'slips', async (call) => {
      const parcel = await parcelOf(call);
      const nameOf = await deps.libraries.names();
      const goalCode = goalOf(parcel);
      const fromCode = parcel.direction === 'outward' ? PREFECTURAL_LIBRARY : parcel.library;
      const goal = nameOf(goalCode);
      const addressOf = await addressesOf(deps);
      const sender = { from: nameOf(fromCode), fromAddress: addressOf(fromCode) };
      const lines = prints.contents ? await slipLines(deps, parcel, { withCards: false }) : [];
      const kind = parcel.direction === 'outward' ? '内容票' : '返送票';
      const page = {
        title: [prints.contents ? kind : '', prints.label ? '小包ラベル' : ''].filter(Boolean).join('と'),
        about: [
          prints.contents ? `${kind} A5（小包の中）` : '',
          prints.label ? '小包ラベル 105mm × 148mm（小包の外）' : '',
        ]
          .filter(Boolean)
          .join('　'),
        back: `/parcels/${parcel.parcelNumber}`,
        links: linksOf(parcel),
      };
      drawSheets(deps, call, page, [
        prints.contents ? h(PackingSheets, { parcel, lines, goal }) : null,
        prints.label ? h(LabelSheet, { parcel, goal, goalAddress: addressOf(goalCode), ...sender }) : null,
      ]);
    });
  }

  routes.page('/slips/parcels/:parcelNumber/holds', 'slips', async (call) => {
    const parcel = await parcelOf(call);
    if (parcel.direction !== 'outward') pageFault(404);
    const lines = await slipLines(deps, parcel, { withCards: true });
    // Four digits of whose copy it is: a look at patrons, however small.
    await deps.audit.done(staffOf(call), 'printHoldSlips', `parcel ${parcel.parcelNumber}`);
    const goal = (await deps.libraries.names())(parcel.library);
    const page = { ...holdSlip, back: `/parcels/${parcel.parcelNumber}`, links: linksOf(parcel) };
    const sheets = lines.map((line) => h(HoldSheet, { key: line.barcode, line, goal }));
    drawSheets(deps, call, page, sheets);
  });

  routes.page('/slips/picks', 'pickList', async (call) => {
    const [list, board, nameOf] = await Promise.all([
      deps.catalog.pickList().then(orFault),
      orNone(deps.shipping.dispatchBoard()),
      deps.libraries.names(),
    ]);
    const runOf = (library: string) => {
      if (library === PREFECTURAL_LIBRARY) return '取り置き';
      const day = board && runDayOf(board, library);
      return day === undefined ? '' : `${shortDate(day)}の便`;
    };
    const sheets = byRoom(list.rows).flatMap(({ name: room, rows }) =>
      rows.map((row) =>
        h(PickSheet, {
          key: row.copyId,
          row,
          room,
          goal: nameOf(row.pickupLibrary),
          run: runOf(row.pickupLibrary),
        }),
      ),
    );
    const page = {
      title: '出庫票',
      about: '80mm × 130mm　棚から取る人が持つ。館の外に出さない。',
      back: '/pick-list',
    };
    drawSheets(deps, call, page, sheets);
  });
  mountHoldSlip(routes, deps);
  mountReceipts(routes, deps);
  mountCardSheets(routes, deps);
  /** The open Yu-Pack parcels, for the carrier's own label program: one that has left has its label. */
  routes.page('/slips/yu-pack.csv', 'dispatchBoard', async (call) => {
    const { open, today } = orFault(await deps.shipping.dispatchBoard());
    const rows = carrierRows(open, await deps.libraries.all(), await addressesOf(deps));
    const name = `yu-pack-${today}.csv`;
    sendFile(call.response, { name, charset: 'Shift_JIS', body: carrierFile(rows) });
  });
}

const sheets = {
  card: { sheet: CardSheet, title: '貸出カード', about: '85.6mm × 54mm　カードの台紙' },
  letter: { sheet: CoverLetterSheet, title: 'カードの添え状', about: 'A4　三つ折りで窓あき封筒に入れます' },
  address: { sheet: AddressSheet, title: '宛名ラベル', about: '86mm × 50mm　窓のない封筒に貼ります' },
} as const;
const SheetSchema = z.enum(['card', 'letter', 'address']);

/** R1. A card that is to be posted, its cover letter and its address, each on paper of its own; printing is written down. */
function mountCardSheets(routes: StaffRoutes, deps: StaffWebDeps): void {
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
    const fromAddress = (await addressesOf(deps))(PREFECTURAL_LIBRARY);
    const issued = { ...found, cardNumber };
    drawSheets(deps, call, { title, about, back }, h(Sheet, { issued, fromAddress }));
  });
}
