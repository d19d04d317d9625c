import { describe } from '@jest/globals';
import { deskPages } from './desks/desk-pages.ts';
import { patronPages } from './pages/patron-pages.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';

// Both webs in Chromium on one real stack: each with people, titles and parcels of its own.

const open = libraryOfTheFile();

describe('the desks’ pages', () => deskPages(open, 'onAPhone'));
describe('the patrons’ pages', () => patronPages(open, 'onAPhone'));
