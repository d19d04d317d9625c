import { deskPages } from './desks/desk-pages.ts';

deskPages('inEveryWay');
