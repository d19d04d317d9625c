// Libraries in order of their distance, when asked. Where the device is stays in this function: nothing is sent or kept.

const inEnglish = document.documentElement.lang === 'en';
const EARTH_KM = 6371;
const WAIT_MS = 15_000;

for (const place of document.querySelectorAll('[data-nearest]')) {
  const [offer, status, sorted, regions] = [...place.children].filter((one) => one instanceof HTMLElement);
  const button = offer?.querySelector('button');
  if (!('geolocation' in navigator && offer && status && sorted && regions && button)) continue;
  if (!regions.querySelector('[data-at]:not([data-at=""])')) continue;
  /** @param {string} words */
  const say = (words) => {
    status.textContent = words;
  };
  offer.hidden = false;
  button.addEventListener('click', () => {
    say(inEnglish ? 'Looking for where you are…' : '今いる場所を調べています…');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const found = [...regions.querySelectorAll('[data-at]')]
          .filter((one) => one instanceof HTMLElement)
          .map((one) => ({ one, km: kilometres(coords, one.dataset.at ?? '') }))
          .toSorted((a, b) => (a.km === b.km ? 0 : a.km - b.km));
        for (const { one, km } of found) {
          if (Number.isFinite(km)) {
            const far = document.createElement('span');
            far.className = 'far';
            far.textContent = inEnglish ? `about ${Math.round(km)} km` : `約${Math.round(km)}km`;
            one.append(far);
          }
          sorted.append(one);
        }
        sorted.hidden = false;
        regions.hidden = true;
        offer.hidden = true;
        say(inEnglish ? 'The nearest libraries come first.' : '近い順に並べました。');
      },
      () => {
        say(
          inEnglish
            ? 'This device does not tell where it is. Please choose by region.'
            : '今いる場所が分かりませんでした。地域からお選びください。',
        );
      },
      { maximumAge: 600_000, timeout: WAIT_MS },
    );
  });
}

/**
 * On the globe, as the crow flies; without an end to where nobody knows.
 * @param {GeolocationCoordinates} here
 * @param {string} at
 */
function kilometres({ latitude, longitude }, at) {
  const [toLatitude = 0, toLongitude] = at.split(',').map(Number);
  if (toLongitude === undefined) return Number.POSITIVE_INFINITY;
  const rad = Math.PI / 180;
  const [a, b] = [latitude * rad, toLatitude * rad];
  const half =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(((toLongitude - longitude) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
}
