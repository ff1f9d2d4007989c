import type { RequestFailed } from '../query/fetch-json.ts';
import { words } from '../words/language.ts';

interface FailureProps {
  /** What failed, in words. */
  readonly what: string;
  readonly error: RequestFailed;
  readonly retry: () => void;
}

/** Says what failed, that live data goes on, and offers another try; what was on the page before stays there. */
export function Failure({ what, error, retry }: FailureProps) {
  const { errors } = words.value;
  const reason = error.status === 0 ? errors.network : `${error.status} ${error.message}`;
  return (
    <div class="failure" role="alert">
      <p>
        <b>{what}</b> · {reason}
        {error.requestId === null ? null : ` · ${errors.request(error.requestId)}`}
      </p>
      <p class="quiet">{errors.stillWorks}</p>
      <button type="button" class="button" onClick={retry}>
        {errors.retry}
      </button>
    </div>
  );
}
