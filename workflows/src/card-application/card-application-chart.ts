import { defineChart } from '../charts/chart.ts';

export const cardApplicationChart = defineChart({
  workflow: 'cardApplicationWorkflow',
  states: {
    applied: 'Somebody applied for a card, online or on paper',
    identityAsked: 'The desk is asked to check the identity, again every week',
    issued: 'Closed: the card is issued, and goes out by post',
    declined: 'Closed: declined',
  },
  start: 'applied',
  transitions: [
    { from: 'applied', to: 'identityAsked', on: 'at once' },
    { from: ['applied', 'identityAsked'], to: 'issued', on: 'the desk approved it' },
    { from: ['applied', 'identityAsked'], to: 'declined', on: 'the desk declined it' },
  ],
});
