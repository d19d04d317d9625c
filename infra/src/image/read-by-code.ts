/** What our code reads by addresses that count from the file with the code: it lies in the image where it lay. */
export const readByCode = [
  'services/*/data/**',
  'services/*/prisma/migrations/**',
  'services/*/src/**/*.css',
  'services/*/src/browser/*.js',
  'services/*/src/pages/icons/*',
  'libs/*/src/**/*.css',
];
