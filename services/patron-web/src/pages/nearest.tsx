import type { Place } from '@toshobin/contracts';
import { Icon, type Say } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { nearestHref } from './scripts.ts';

/**
 * Libraries that a script can put in order of their distance, once the visitor presses for it and the device may tell where
 * it is. What stands in `children` goes, and what has an `at` in it comes into the list. Without scripts nothing is offered.
 */
export function Nearest(props: { say: Say; list: 'rows' | 'choices'; children: ComponentChildren }) {
  const { say, list } = props;
  return (
    <div class="stack" data-nearest>
      <div class="stack stack--s" hidden>
        <p>
          <button class="btn btn--second" type="button">
            <Icon name="pin" />
            {say('今いる場所から近い順に並べる', 'Sort by distance from here')}
          </button>
        </p>
        <p class="hint">
          {say(
            '今いる場所は、この端末の中だけで使います。図書館には送りません。距離は直線です。',
            'Where you are stays in this device and is not sent to the library. Distances are as the crow flies.',
          )}
        </p>
      </div>
      <p role="status" />
      {list === 'rows' ? <ul class="rows" hidden data-sorted /> : <div class="choices" hidden data-sorted />}
      <div class="stack stack--l">{props.children}</div>
      <script type="module" src={nearestHref} />
    </div>
  );
}

/** Where an element of the list is on the map, for that script; empty where it is not known, which comes last. */
export function located({ location }: Place): { 'data-at': string } {
  return { 'data-at': location ? `${location.latitude},${location.longitude}` : '' };
}
