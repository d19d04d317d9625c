// Faults that a change of ours might make. Each is one place of the code written wrongly.

export const plants = {
  offsetBeforeHandling: {
    about: 'a reader commits an offset, and handles its event afterwards',
    shows: /^(rowBehind|processBehind|factUnheard|waitingToldWrongly|packingListOtherwise|notOnPackingList)/,
    // The night, and whoever publishes it again, would mend it. A reader whose commits take longer has more often an event
    // in hand when it is killed, or loses its database.
    walk: {
      nights: false,
      minutes: 2,
      harm: { kinds: ['kill', 'cut'], processes: ['catalog', 'patron', 'shipping', 'workflows', 'postgres'] },
      commitsTake: 60,
    },
    places: [
      {
        file: '/libs/events/src/read-batches.ts',
        right: 'const handling = reader.read(',
        wrong: `payload.resolveOffset(message.offset);
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(BigInt(message.offset) + 1n) }] }] });
      const handling = reader.read(`,
      },
    ],
  },
  signalSwallowed: {
    about: 'one signal in three is taken for delivered and is not',
    shows: /^(processBehind|withoutProcess|processOfNothing)/,
    // The night, and whoever publishes it again, would mend it; a process that begins anew asks.
    walk: { nights: false, minutes: 1.5, harm: false },
    places: [
      {
        file: '/workflows/src/facts/deliver-event.ts',
        right: 'const delivery = await processes.signal({',
        wrong: "const delivery: Delivery = Math.random() < 0.33 ? 'delivered' : await processes.signal({",
      },
    ],
  },
  patronLockSkipped: {
    about: 'whatever counts the slots of a patron does not queue up at their row',
    shows: /^(a double tap heard|overLimit|slotsOtherwise|waitsWhileSlotFree)/,
    walk: { nights: true, minutes: 2, harm: true },
    places: [{ file: '/services/patron/src/lock-patron.ts', right: '::uuid FOR UPDATE`', wrong: '::uuid`' }],
  },
  lockSkipped: {
    about: 'what happens to the queue of a title does not go one after the other',
    shows: /^(seen in passing: )?(waitsBesideFreeCopy|waitingNotTold|waitingToldWrongly|queueUnfair)/,
    // Who is killed queues up nowhere: the more that happens at once, and the longer it takes, the better.
    walk: { nights: false, minutes: 3, harm: false, people: 10, rushes: 3, commitsTake: 20 },
    places: [
      { file: '/services/catalog/src/queue/with-title.ts', right: 'FOR NO KEY UPDATE`', wrong: '`' },
      {
        file: '/services/catalog/src/ledger/lock-copy.ts',
        right: 'FOR NO KEY UPDATE OF record, copy`',
        wrong: 'FOR NO KEY UPDATE OF copy`',
      },
    ],
  },
  noticeWithoutKey: {
    about: 'a mail that is asked for twice is queued twice',
    shows: /^(mailTwice|sent twice)/,
    walk: { nights: true, minutes: 2, harm: true },
    places: [
      {
        file: '/services/patron/src/notices/queue-notice.ts',
        right: 'const { data, occasion } = notice;',
        wrong: "const { data } = notice; const occasion = [notice.occasion, deps.newId()].join('-');",
      },
    ],
  },
  outboxRowLost: {
    about: 'one word in ten of how a reservation stands never reaches the outbox',
    shows: /^(wordLost|withoutRow|withoutProcess|readyAndNotTold)/,
    // The night would mend it for the processes.
    walk: { nights: false, minutes: 1.5, harm: false },
    places: [
      {
        file: '/services/catalog/src/ledger/tell-changed.ts',
        right: 'FROM written`',
        wrong: 'FROM written WHERE random() > 0.1`',
      },
    ],
  },
};
