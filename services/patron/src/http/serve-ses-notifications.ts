import { RequestFault } from '@toshobin/service';
import { Router, raw } from 'express';
import { addressOfSns, isSigned, type SnsMessage, SnsMessageSchema } from '../bounces/sns-message.ts';
import type { SnsWeb } from '../bounces/sns-web.ts';
import { takeNotification } from '../bounces/take-notification.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** More bytes than any notification of SES has: a few kilobytes. */
const BODY_LIMIT = 256 * 1024;

/**
 * `POST /ses-notifications`: what SES tells over SNS of mails that came back. No token of ours: it is SNS's signature
 * that counts, with a certificate from SNS itself in the region of the one topic that is configured. Answers 403 to
 * everything else, 503 to a mail that is not known yet (SNS comes again).
 */
export function sesNotifications(deps: PatronDeps, topic: { arn: string; web: SnsWeb }): Router {
  const router = Router();
  router.post(
    '/ses-notifications',
    raw({ type: () => true, limit: BODY_LIMIT, inflate: false }),
    async (request, response) => {
      const message = await readSigned(request.body, topic);
      if (message.Type === 'SubscriptionConfirmation') await confirm(deps, message, topic);
      if (message.Type !== 'Notification') {
        response.status(200).end();
        return;
      }
      const taken = await takeNotification(deps, { messageId: message.MessageId, message: message.Message });
      response.status(taken === 'taken' ? 200 : 503).end();
    },
  );
  return router;
}

async function readSigned(body: unknown, topic: { arn: string; web: SnsWeb }): Promise<SnsMessage> {
  if (!Buffer.isBuffer(body)) throw new RequestFault(400, 'The body is missing');
  const message = SnsMessageSchema.safeParse(jsonOf(body));
  if (!message.success) throw new RequestFault(400, 'The body is no message of SNS');
  const certificateAt = addressOfSns(message.data.SigningCertURL, topic.arn);
  if (message.data.TopicArn !== topic.arn || !certificateAt?.pathname.endsWith('.pem')) {
    throw new RequestFault(403, 'Not of the topic that is heard here');
  }
  if (!isSigned(message.data, await topic.web.certificate(certificateAt))) {
    throw new RequestFault(403, 'Not signed by SNS');
  }
  return message.data;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function confirm(
  deps: PatronDeps,
  message: SnsMessage,
  topic: { arn: string; web: SnsWeb },
): Promise<void> {
  const url = addressOfSns(message.SubscribeURL ?? '', topic.arn);
  if (url === undefined) throw new RequestFault(403, 'Not an address of SNS');
  await topic.web.confirm(url);
  deps.log.info('the topic of the mail service is subscribed to');
}
