import { useState } from 'preact/hooks';
import { skewMinutes } from '../state/clock.ts';
import { words } from '../words/language.ts';

/** Once, and only where the device's own clock would mislead: this page's times are the server's. */
export function SkewNotice() {
  const [dismissed, setDismissed] = useState(false);
  const { header } = words.value;
  const minutes = skewMinutes.value;
  if (minutes === null || dismissed) return null;
  return (
    <p class="notice skew">
      {header.skew(Math.abs(minutes))}{' '}
      <button type="button" class="button" onClick={() => setDismissed(true)}>
        {header.dismiss}
      </button>
    </p>
  );
}
