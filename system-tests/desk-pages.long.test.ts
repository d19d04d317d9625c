import { deskPages } from './desks/desk-pages.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';

deskPages(libraryOfTheFile());
