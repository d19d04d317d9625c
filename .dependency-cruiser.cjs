/**
 * The arrows of the architecture, checked in CI (`npm run check`): rules know nothing, contracts know the
 * rules, plumbing knows contracts, services know all three and never each other.
 */
const tests = '\\.test\\.tsx?$|/testing/';
/** What folds the facts of a reservation: `@toshobin/lending-rules/ledger`. */
const fold = 'ledger/(index|ledger|state-of)\\.ts|position/(?!fact)';

/** The rooms of a workspace in the order in which they know each other: a room knows those before it, none after it. */
const rooms = {
  catalog:
    'libraries words ledger policy queue records loans copies closures erasure tasks nightly statistics undo facts ' +
    'classification placing search load import activities http',
  patron:
    'policy libraries notices contact history preferences cards credentials card-applications titles later ' +
    'my-library reading-orders slots tasks standings erasure milestones loan-claims applications sweep mails kept bounces demo import releases desk ' +
    'facts wishes activities http',
  shipping:
    'postage calendars scans policy libraries planning packing parcels erasure standings shelf-checks dispatch-days closures ' +
    'statistics facts activities http',
  'patron-web':
    'covers policy typed-forms pages records basket classes magazines search browse reserving reading-orders my-library card card-application ' +
    'changing-pickup extending suspending sign-in family sessions help kept-forms later new-arrivals privacy availability ' +
    'volumes record-page browser',
  'staff-web':
    'sessions scans pages audit for-library offline answered-forms kept-forms agreement last-backup second-factor verbs terminals ' +
    'accounts own-account signed-in cards phone libraries policy stock settling tasks dead-letters processes desk shelf-checks ' +
    'parcels postage dispatch-board timeline find what-waits scan-pages pick-list look-up branch-home hold-shelf slips statistics lists ' +
    'mail-samples today ' +
    'browser',
  workflows:
    'facts activities charts ports reservation card-application reading-order parcel dispatch-day nightly repair chart-pages histories ' +
    'stories wishes operators http',
  'libs/lending-rules':
    'calendar outcomes position refusals ledger closures policy dispatch slots states notices holding loans maintenance parcels ' +
    'reading-order reserving',
  'libs/contracts': 'activities http',
  'libs/contracts/src/http': 'catalog patron shipping staff-web',
  'libs/web': 'libraries forms page sessions routes kept-forms maintenance sign-in wishes',
};

const roomsInOrder = Object.entries(rooms).flatMap(([service, names]) => {
  const order = names.split(' ');
  const folder = service === 'workflows' || service.startsWith('libs/') ? service : `services/${service}`;
  const at = folder.includes('/src/') ? `^${folder}/` : `^${folder}/src/`;
  const others = `(${[...order, 'testing', 'bench', 'generated'].join('|')})/`;
  return [
    {
      name: `${service}-rooms-have-a-place`,
      comment: 'A new room is listed in `rooms` above, after those that it knows.',
      severity: 'error',
      from: { path: at },
      to: { path: `${at}(?!${others})[^/]+/` },
    },
    ...order.slice(0, -1).map((room, place) => ({
      name: `${service}-${room}-knows-no-later-room`,
      severity: 'error',
      from: { path: `${at}${room}/`, pathNot: `${tests}|/bench/` },
      to: { path: `${at}(${order.slice(place + 1).join('|')})/` },
    })),
  ];
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'rules-know-nothing',
      comment: 'lending-rules is pure: no IO, nothing of ours.',
      severity: 'error',
      from: { path: '^libs/lending-rules/src', pathNot: tests },
      to: { path: '^(libs/(?!lending-rules)|services|workflows|infra|system-tests)|^node:|^(fs|net|http)$' },
    },
    {
      name: 'contracts-know-the-rules-only',
      severity: 'error',
      from: { path: '^libs/contracts/src' },
      to: { path: '^(libs/(?!contracts|lending-rules)|services|workflows|infra|system-tests)' },
    },
    {
      name: 'facts-are-folded-in-the-catalog',
      comment:
        'There in the ledger alone: its commands ask how far a copy has come by name. Everybody else derives from the state that it tells (decision 24). Contracts and parcels have facts, unfolded.',
      severity: 'error',
      from: { pathNot: `${tests}|^(libs/lending-rules|services/catalog/src/ledger|system-tests)/` },
      to: { path: `^libs/lending-rules/src/(${fold})` },
    },
    {
      name: 'kinds-of-facts-stay-in-the-catalog',
      comment: 'Shipping keeps the scans of the copies in its parcels, and tells its own (decision 27).',
      severity: 'error',
      from: {
        pathNot: `${tests}|^(libs/lending-rules|libs/contracts|services/catalog|services/shipping/src/parcels|system-tests)/`,
      },
      to: { path: '^libs/(lending-rules/src/position/fact|contracts/src/tasks-settled)\\.ts$' },
    },
    {
      name: 'plumbing-knows-no-service',
      severity: 'error',
      from: { path: '^libs' },
      to: { path: '^(services|workflows|infra|system-tests)' },
    },
    {
      name: 'services-never-know-each-other',
      comment: 'What services agree on is in libs/contracts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-know-no-process',
      severity: 'error',
      from: { path: '^services' },
      to: { path: '^(workflows|infra|system-tests)/' },
    },
    {
      name: 'webs-are-no-clients-of-temporal',
      comment: 'They ask workflows over HTTP, as its callers may.',
      severity: 'error',
      from: { path: '^(services/(patron|staff)-web|libs/web)/' },
      to: { path: '^libs/temporal/|node_modules/@temporalio' },
    },
    {
      name: 'processes-know-no-service',
      severity: 'error',
      from: { path: '^workflows' },
      to: { path: '^(services|infra|system-tests)/' },
    },
    {
      name: 'processes-are-deterministic',
      comment: 'Workflow code runs in the sandbox: no Node, no client, no plumbing.',
      severity: 'error',
      from: {
        path: '^workflows/src/(reservation|card-application|reading-order|parcel|dispatch-day|nightly|repair|ports)/',
        pathNot: tests,
      },
      to: {
        path: '^(libs/(?!contracts|lending-rules))|^node:|@temporalio/(client|worker|activity)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'kafka-behind-its-port',
      comment: 'kafkajs is unmaintained: one library of ours imports it, and can replace it.',
      severity: 'error',
      from: { pathNot: '^libs/events/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'ses-behind-its-port',
      severity: 'error',
      from: { pathNot: '^services/patron/src/mails/' },
      to: { path: 'node_modules/@aws-sdk/client-ses' },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { pathNot: `${tests}|^system-tests/` },
      to: { path: tests },
    },
    ...roomsInOrder,
    {
      name: 'what-every-room-knows-knows-no-room',
      comment:
        'A file beside the rooms of a service that owns data or of the contracts, unless it begins a program or is for others (index.ts).',
      severity: 'error',
      from: {
        path: '^(services/(?:catalog|patron|shipping)|libs/contracts)/src/[^/]+$',
        pathNot: `${tests}|/(main|load|import|index)\\.ts$`,
      },
      to: { path: '^$1/src/[^/]+/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/generated|^\\.local' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
