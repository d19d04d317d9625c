import { atWork, typeAndHear } from './at-work.ts';
import { certifyHere, seal } from './production-folder.ts';
import type { Production } from './production-stack.ts';
import { typedInline, typedWith } from './typed-lines.ts';

type Say = (line: string) => void;

/** The lines of the runbook, in the folder of the trial. */
const here = (lines: string): string => lines.replace(/^cd \/srv\/toshobin(?: && |\n)/, '');

/** A broker away and back, another certificate of the pages, other tokens and another secret of sign-ins: nobody hears of any of them. */
export async function changeUnheard(production: Production, say: Say): Promise<void> {
  await production.up();
  await atWork(production, say, async () => {
    const back = `until docker compose ps kafka-2 | grep -q '(healthy)'; do sleep 1; done`;
    const away = `docker compose stop kafka-2\nsleep 20\ndocker compose start kafka-2\n${back}`;
    await typeAndHear(production, say, away);
    certifyHere(production.at, { name: 'renewed', key: 'privkey.pem', certificate: 'fullchain.pem' });
    await typeAndHear(production, say, here(typedWith('Certificates', 'fullchain.pem')));
    const served = await production.certificate();
    if (!/CN ?= ?renewed/.test(served)) throw new Error(`The pages have another certificate: ${served}`);
    for (const secret of ['caller=', 'name=patron-token', 'metrics-token', 'name=staff-secret'])
      await typeAndHear(production, say, typedWith('Secrets changed over', secret));
    // The same lines with the other names that they tell, and what follows a day later.
    const others = [
      typedWith('Secrets changed over', 'caller=').replace(
        /^name=.*/,
        'name=staff-web-token; caller=staff-web',
      ),
      typedInline('Secrets changed over', 'cut -d, -f1'),
      typedWith('Secrets changed over', 'name=staff-secret').replace(
        /^name=.*/,
        'name=patron-secret; who=patron',
      ),
    ];
    for (const lines of others) await typeAndHear(production, say, lines);
  });
}

/**
 * Every certificate of the engines, then the passwords of PostgreSQL: what stops for seconds is asked again. Then the rolls, which
 * nobody hears: those of Kafka's other password, and of whoever does not know Kafka.
 */
export async function changeEngines(production: Production, say: Say): Promise<void> {
  await production.up();
  const lines = here(typedWith('Certificates', '/FROM/THE/SEAL')).replace('/FROM/THE/SEAL', seal).split('\n');
  const before = lines.filter((line) => !line.startsWith('sh roll.sh')).join('\n');
  await atWork(production, say, () => typeAndHear(production, say, before), 'patient');
  const passwords = async () => {
    for (const secret of ['role=patron_web', 'ALTER ROLE temporal', 'ALTER ROLE postgres'])
      await typeAndHear(production, say, typedWith('Secrets changed over', secret));
  };
  await atWork(production, say, passwords, 'patient');
  const password = typedInline('Secrets changed over', 'rm secrets/*kafka-password');
  await atWork(production, say, () => typeAndHear(production, say, `${password}\nsh roll.sh patron-web`));
}
