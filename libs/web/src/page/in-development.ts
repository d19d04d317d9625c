import express, { type Express } from 'express';

/** Loads a page again when the process that drew it has been followed by another. */
const reload = `
let drawnBy;
setInterval(async () => {
  const answer = await fetch('/development/process').catch(() => undefined);
  if (!answer?.ok) return;
  const process = await answer.text();
  drawnBy ??= process;
  if (process !== drawnBy) location.reload();
}, 500);`;

/** Behind every page that somebody is writing. */
const script = '<script src="/development/reload.js"></script>';

/** The contact sheet of the pictures has its style within it. */
const sheetPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

/**
 * For whoever is writing the pages: a page is loaded again when its process was started again, and /preview shows the
 * pictures that the stories of the pages took of every page in every state. The configuration refuses it in production.
 * @param pictures their folder
 */
export function serveDevelopment(app: Express, pictures: string): void {
  app.locals.behindPages = script;
  app.get('/development/reload.js', (_, response) => void response.type('text/javascript').send(reload));
  app.get('/development/process', (_, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type('text').send(String(process.pid));
  });
  app.use('/preview', (_, response, next) => {
    response.setHeader('Content-Security-Policy', sheetPolicy);
    next();
  });
  app.use('/preview', express.static(pictures), (_, response) => {
    response
      .status(404)
      .type('text')
      .send('npm run test:long -- pages takes the pictures that are shown here\n');
  });
}
