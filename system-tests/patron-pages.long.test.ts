import { patronPages } from './pages/patron-pages.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';

patronPages(libraryOfTheFile());
