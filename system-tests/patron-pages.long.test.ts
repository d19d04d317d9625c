import { patronPages } from './pages/patron-pages.ts';

patronPages('inEveryWay');
