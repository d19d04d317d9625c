// The files that other systems write and people open in a spreadsheet: read line by line, whatever is broken in them.
export { type CsvLine, csvLines, foldHeading } from './csv-lines.ts';
export { decodeLines } from './decode-lines.ts';
export { UnreadableFile, wrongWithFile } from './unreadable-file.ts';
