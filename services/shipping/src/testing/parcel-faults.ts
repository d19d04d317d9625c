import type { Database } from '../database.ts';
import { waitingRows } from '../packing/waiting.ts';
import { standingOf, toldOfCopies, withLines } from '../parcels/lock-parcel.ts';

/** What must hold of parcels, the packing list, and what was told of them, whatever was done; each row is a fault. */
export async function parcelFaults(db: Database): Promise<unknown> {
  return [
    ...(await rowsThatAreNotTheFold(db)),
    ...(await faultsOfParcels(db)),
    ...(await faultsOfRows(db)),
    ...(await faultsOfFacts(db)),
  ];
}

/** The rows of a parcel and its copies must be what follows from all that was said of them. */
async function rowsThatAreNotTheFold(db: Database): Promise<unknown[]> {
  const parcels = await db.parcel.findMany({
    include: { ...withLines, events: { orderBy: { sequence: 'asc' } } },
  });
  const told = await toldOfCopies(
    db,
    parcels.flatMap(({ lines }) => lines),
  );
  return parcels.flatMap((parcel) => {
    const { state, arrival, copies } = standingOf(parcel, told);
    const written = [parcel.state, parcel.arrivalAssumed, ...parcel.lines.map((line) => line.state)];
    const folded = [
      state,
      arrival?.assumed ?? false,
      ...parcel.lines.map(({ id }) => copies.get(String(id))),
    ];
    return written.join() === folded.join() ? [] : [{ number: parcel.number, written, folded }];
  });
}

/** A parcel is what its lines are, and what was told of it; its tasks are those of its state. */
async function faultsOfParcels(db: Database): Promise<unknown[]> {
  return rowsOf(
    await db.$queryRaw`
    WITH line AS (
      SELECT line.*, parcel.state AS parcel_state, direction, library_code, dispatched_at, line.state::text AS how,
        direction = 'return' OR EXISTS (
          SELECT FROM parcel_event event WHERE event.parcel_number = number AND kind = 'returned') AS comes_home
      FROM parcel_line line JOIN parcel ON number = parcel_number WHERE line.state <> 'takenOut'),
    last_told AS (
      SELECT DISTINCT ON (subject) subject, type FROM outbox
      WHERE type IN ('shipping.parcel.dispatched', 'shipping.parcel.arrived', 'shipping.parcel.notDispatched') ORDER BY subject, sequence DESC)
    SELECT format('a line %s in a parcel %s that is %s', how, direction, parcel_state) AS fault, parcel_number AS of FROM line
      WHERE NOT CASE parcel_state
        WHEN 'open' THEN how = 'inside'
        WHEN 'dispatched' THEN how IN ('inside', 'home', 'elsewhere')
        WHEN 'arrived' THEN how <> 'inside' OR comes_home
        WHEN 'opened' THEN how <> 'inside'
        WHEN 'lost' THEN how IN ('lost', 'home', 'elsewhere')
        ELSE false END
    UNION ALL SELECT 'a copy that came home has arrived at a pickup library', parcel_number FROM line
      WHERE how = 'arrived' AND comes_home
    UNION ALL SELECT format('a copy is %s here and was packed since', how), parcel_number FROM line
      WHERE how IN ('inside', 'missing', 'lost')
        AND EXISTS (SELECT FROM parcel_line later WHERE later.copy_id = line.copy_id AND later.id > line.id)
    UNION ALL SELECT 'lost, though a copy of it was handed out', parcel_number FROM line
      WHERE direction = 'outward' AND parcel_state = 'lost' AND EXISTS (
        SELECT FROM copy_scan scan WHERE scan.copy_id = line.copy_id AND kind <> 'home' AND place = library_code
          AND voids IS NULL AND scanned_at >= packed_at
          AND NOT EXISTS (SELECT FROM copy_scan WHERE voids = scan.fact_id)
          AND NOT EXISTS (SELECT FROM parcel_event event WHERE line_id = line.id AND at <= scanned_at))
    UNION ALL SELECT format('%s with nothing in it', state), number FROM parcel
      WHERE state = 'dispatched' AND NOT EXISTS (SELECT FROM line WHERE parcel_number = number AND how IN ('inside', 'lost'))
    UNION ALL SELECT 'nothing in it, and waited for', number FROM parcel
      WHERE state = 'arrived' AND NOT EXISTS (SELECT FROM line WHERE parcel_number = number AND (how = 'inside' OR NOT comes_home))
    UNION ALL SELECT 'left empty', number FROM parcel WHERE state NOT IN ('open', 'discarded')
      AND NOT EXISTS (SELECT FROM line WHERE parcel_number = number)
    UNION ALL SELECT 'how it left is not known', number FROM parcel
      WHERE (state IN ('open', 'discarded')) <> (mode IS NULL) OR (mode IS NULL) <> (dispatch_day IS NULL)
        OR (mode IS NULL) <> (dispatched_at IS NULL) OR (mode IS NULL) <> (expected_date IS NULL)
        OR (mode = 'yuPack' AND tracking_number IS NULL)
    UNION ALL SELECT 'left before it was opened, or there before it left', number
      FROM parcel LEFT JOIN parcel_event event ON event.parcel_number = number AND line_id IS NULL
      WHERE dispatched_at < opened_at OR at < dispatched_at
    UNION ALL SELECT 'left before its copies were packed', parcel_number FROM line WHERE dispatched_at < packed_at
    UNION ALL SELECT format('%s, and told was %s', state, type), number FROM parcel LEFT JOIN last_told ON subject = number
      WHERE (state = 'dispatched' AND type IS DISTINCT FROM 'shipping.parcel.dispatched')
        OR (state IN ('arrived', 'opened') AND type IS DISTINCT FROM 'shipping.parcel.arrived')
        OR (state IN ('open', 'discarded') AND type <> 'shipping.parcel.notDispatched')
    UNION ALL SELECT format('work %s of a parcel that is %s', kind, state), number
      FROM task JOIN parcel ON number = task.parcel_number
      WHERE cleared_at IS NULL AND ((kind = 'findParcel' AND state <> 'dispatched') OR (kind = 'parcelLost' AND state <> 'lost'))
    UNION ALL SELECT format('%s, and work for it: %s', how, task.id IS NOT NULL), line.parcel_number
      FROM line LEFT JOIN task ON task.parcel_number = line.parcel_number AND task.barcode = line.barcode
        AND kind = 'parcelContents' AND cleared_at IS NULL
      WHERE (how = 'missing') <> (task.id IS NOT NULL)
        -- A copy that was given up lies in its parcel after all: the desk looks at it, and its next scan says whose it is.
        AND NOT (how <> 'missing' AND why = 'extra' AND EXISTS (
          SELECT FROM parcel_event event WHERE line_id = line.id AND event.kind = 'copyLost'))
    UNION ALL SELECT 'lost, and nobody was told', parcel_number FROM line WHERE how = 'lost'
      AND NOT EXISTS (SELECT FROM outbox WHERE type = 'shipping.copy.lost' AND subject = copy_id::text
        AND data->>'parcelNumber' = parcel_number)`,
  );
}

/** The copy of a reservation waits, or is in one parcel, or neither. */
async function faultsOfRows(db: Database): Promise<unknown[]> {
  const rows = await db.packingRow.findMany();
  const waiting = new Set((await waitingRows(db)).map(({ reservationId }) => reservationId));
  const lines = await db.parcelLine.findMany({
    where: { state: { not: 'takenOut' }, parcel: { direction: 'outward' } },
    include: { parcel: true },
  });
  return rows.flatMap((row) => {
    const { reservationId, allocation, journey, copyId, toPack } = row;
    const faults: unknown[] = [];
    const ofIt = lines.filter((line) => line.reservationId === reservationId);
    const packed = ofIt.some((line) => line.allocation === allocation);
    const isNewest = !rows.some(
      (other) => other.copyId === copyId && (other.allocation ?? 0) > (allocation ?? 0),
    );
    const hasSlot = row.slotJourney !== null && row.slotJourney === journey;
    if (waiting.has(reservationId) !== (toPack && hasSlot && isNewest && !packed))
      faults.push({ reservationId, waits: waiting.has(reservationId), toPack, hasSlot, isNewest, packed });
    for (const line of ofIt)
      if (line.parcel.state === 'open' && line.allocation !== allocation)
        faults.push({ reservationId, inOpenParcel: line.allocation, itsOwn: allocation });
    return faults;
  });
}

/** What was told adds up to where the copies are; what was taken back had been told, and was taken back once. */
async function faultsOfFacts(db: Database): Promise<unknown[]> {
  return rowsOf(
    await db.$queryRaw`
    WITH line AS (
      SELECT line.*, parcel.state AS parcel_state, direction, EXISTS (
          SELECT FROM parcel_event event WHERE event.parcel_number = number AND kind = 'returned') AS returned
      FROM parcel_line line JOIN parcel ON number = parcel_number WHERE line.state <> 'takenOut'),
    moved AS (SELECT * FROM outbox WHERE type = 'shipping.copy.moved'),
    told AS (
      SELECT moved.id, sequence, subject::bigint AS copy_id, data->>'parcelNumber' AS parcel_number,
        data->'fact'->>'kind' AS kind, data->'fact'->>'leg' AS leg, (data->'fact'->>'voids')::uuid AS voids,
        data->'fact'->>'allocation' AS allocation, coalesce((data->>'assumed')::boolean, false) AS assumed, time
      FROM moved),
    standing AS (
      SELECT * FROM told WHERE voids IS NULL AND id NOT IN (SELECT voids FROM told WHERE voids IS NOT NULL)),
    should AS (
      SELECT copy_id, parcel_number, 'packed' AS kind FROM line WHERE direction = 'outward'
      UNION ALL SELECT copy_id, parcel_number, 'shipped' FROM line WHERE direction = 'outward' AND parcel_state <> 'open'
      UNION ALL SELECT copy_id, parcel_number, 'sentBack' FROM line WHERE direction = 'return' AND parcel_state <> 'open')
    SELECT format('%s told again while it stood', kind) AS fault, copy_id::text AS of FROM standing
      GROUP BY kind, leg, assumed, copy_id, allocation, parcel_number HAVING count(*) > 1
    UNION ALL SELECT format('%s taken back, and never told, or twice', told.kind), told.id::text
      FROM told LEFT JOIN told AS first ON first.id = told.voids AND first.sequence < told.sequence
        AND (first.kind, first.leg, first.copy_id, first.parcel_number) = (told.kind, told.leg, told.copy_id, told.parcel_number)
        AND first.allocation IS NOT DISTINCT FROM told.allocation AND first.voids IS NULL
      WHERE told.voids IS NOT NULL AND (first.id IS NULL
        OR (SELECT count(*) FROM told AS other WHERE other.voids = told.voids) > 1)
    UNION ALL SELECT format('%s: not told', should.kind), should.copy_id::text
      FROM should LEFT JOIN standing USING (copy_id, parcel_number, kind) WHERE standing.id IS NULL
    UNION ALL SELECT format('%s: told of a copy that is not', standing.kind), standing.copy_id::text
      FROM standing LEFT JOIN should USING (copy_id, parcel_number, kind)
      WHERE kind <> 'arrived' AND should.copy_id IS NULL AND NOT (kind = 'sentBack' AND EXISTS (
        SELECT FROM line WHERE (line.copy_id, line.parcel_number) = (standing.copy_id, standing.parcel_number) AND returned))
    UNION ALL SELECT 'arrived, and not told', line.copy_id::text
      FROM line WHERE line.state = 'arrived' AND NOT EXISTS (
        SELECT FROM standing WHERE (copy_id, parcel_number, kind) = (line.copy_id, line.parcel_number, 'arrived'))
    UNION ALL SELECT format('told that it arrived, and is %s', line.state), line.copy_id::text
      FROM line JOIN standing USING (copy_id, parcel_number)
      WHERE kind = 'arrived' AND line.state IN ('inside', 'missing', 'lost') AND NOT returned
    UNION ALL SELECT 'an arrival told, and not kept, or the reverse', line.copy_id::text FROM line
      WHERE NOT returned AND (SELECT coalesce(array_agg(standing.id ORDER BY standing.id), '{}') FROM standing
          WHERE (copy_id, parcel_number, kind) = (line.copy_id, line.parcel_number, 'arrived'))
        <> (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM unnest(line.arrivals) AS id)
    UNION ALL SELECT format('%s before it was %s', later.kind, earlier.kind), later.copy_id::text
      FROM standing AS earlier JOIN standing AS later USING (copy_id, parcel_number)
      WHERE (earlier.kind, later.kind) IN (('packed', 'shipped'), ('shipped', 'arrived')) AND later.time < earlier.time
    UNION ALL SELECT format('a branch said %s, and told was %s', answer, count(data)), reservation_id::text
      FROM shelf_check LEFT JOIN outbox ON type = 'shipping.shelfCheck.answered' AND subject = reservation_id::text
        AND data->>'allocation' = allocation::text AND data->>'answer' = answer::text
      GROUP BY reservation_id, allocation, answer HAVING count(data) <> CASE WHEN answer IS NULL THEN 0 ELSE 1 END`,
  );
}

function rowsOf(answer: unknown): unknown[] {
  return Array.isArray(answer) ? answer : [answer];
}

/** Everything that is kept, in one word: an act that changes nothing leaves it as it was. */
export async function footprint(db: Database): Promise<string> {
  return JSON.stringify(
    await db.$queryRaw`
    SELECT (SELECT md5(string_agg(t::text, '' ORDER BY number)) FROM parcel t) AS parcels,
      (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM parcel_line t) AS lines,
      (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM parcel_event t) AS events,
      (SELECT md5(string_agg(t::text, '' ORDER BY reservation_id)) FROM packing_row t) AS rows,
      (SELECT md5(string_agg(t::text, '' ORDER BY parcel_number, asked)) FROM parcel_question t) AS questions,
      (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM task t) AS tasks,
      (SELECT md5(string_agg(t::text, '' ORDER BY allocation)) FROM shelf_check t) AS checks,
      (SELECT md5(string_agg(t::text, '' ORDER BY fact_id)) FROM copy_scan t) AS scans,
      (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM outbox t) AS told`,
  );
}

/** Deletes all that was ever packed or told. */
export async function forgetParcels(db: Database): Promise<void> {
  await db.$executeRaw`TRUNCATE parcel, parcel_line, parcel_event, parcel_question, packing_row, copy_scan, scan, shelf_check, task, outbox`;
  await db.closure.deleteMany({ where: { closureId: { not: null } } });
}
