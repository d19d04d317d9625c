import type { Task } from '@toshobin/contracts';

/** The part of a parcel's page where it is said what became of a copy that it lacked. */
export const SEARCHED = 'searched';

/** The one button of a task: what it says, and the page where the next thing is done. */
export interface TaskAct {
  label: string;
  href: string;
}

/** Where a task is gone on with: at the prefectural desk every task has such a page, at a branch some. */
export function actOf(task: Pick<Task, 'kind' | 'subject' | 'why'>, atDesk: boolean): TaskAct | undefined {
  const { reservationId, parcelNumber, barcode, applicationId } = task.subject;
  const timeline = reservationId ?? barcode ?? parcelNumber;
  const follow = timeline && atDesk ? { label: '経過を見る', href: `/timeline?q=${timeline}` } : undefined;
  const seeCopy = barcode && atDesk ? { label: '資料を見る', href: `/stock?barcode=${barcode}` } : undefined;
  switch (task.kind) {
    case 'sendBack':
      return { label: '返送の小包に入れる', href: '/send-back' };
    case 'findParcel':
      return atDesk && parcelNumber
        ? { label: '小包を見る', href: `/parcels/${parcelNumber}` }
        : { label: '到着を受け付ける', href: '/arrivals' };
    case 'arrivalUndone':
      return parcelNumber ? { label: '小包を見る', href: `/parcels/${parcelNumber}` } : follow;
    case 'parcelLost':
    case 'parcelContents':
      if (task.why === 'extra') return seeCopy;
      if (!parcelNumber) return follow;
      return {
        label: '捜した結果を入れる',
        href: `/parcels/${parcelNumber}${task.why === 'missing' ? `#${SEARCHED}` : ''}`,
      };
    case 'searchCopy':
      return barcode && atDesk ? { label: '捜した結果を入れる', href: `/stock?barcode=${barcode}` } : follow;
    // The reservation is of whoever has the copy: what happened stands with the one that the copy went out for.
    case 'wrongPerson':
      return barcode && atDesk ? { label: '経過を見る', href: `/timeline?q=${barcode}` } : follow;
    case 'longOverdue':
      return reservationId && atDesk ? { label: '手続きへ', href: `/settle/${reservationId}` } : follow;
    case 'partMissing':
      return seeCopy;
    case 'checkIdentity':
    case 'postCard':
    case 'renewCard':
      return atDesk && applicationId
        ? { label: 'この申込みへ', href: `/cards#application-${applicationId}` }
        : undefined;
    case 'callPatron':
    case 'addressUndeliverable':
      return atDesk && reservationId
        ? { label: '電話する方を見る', href: `/tasks/whom/${reservationId}` }
        : follow;
    default:
      return follow;
  }
}
