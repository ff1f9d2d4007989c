import type { RequestFailed } from '../query/fetch-json.ts';
import { words } from '../words/language.ts';
import { Failure } from './failure.tsx';

interface MissingProps {
  /** Said when the server knows of no such thing. */
  readonly unknown: string;
  /** Said when it could not be asked. */
  readonly what: string;
  readonly failed: RequestFailed | null;
  readonly retry: () => void;
  readonly back: { readonly href: string; readonly text: string };
}

/** Instead of one thing's page: it is being read, it is unknown, or it could not be read. */
export function Missing({ unknown, what, failed, retry, back }: MissingProps) {
  return (
    <div class="one-column">
      <section class="panel">
        {failed === null ? <p class="empty">{words.value.chart.loading}</p> : null}
        {failed?.status === 404 ? <p class="empty">{unknown}</p> : null}
        {failed !== null && failed.status !== 404 ? <Failure what={what} error={failed} retry={retry} /> : null}
        <p class="empty">
          <a href={back.href}>{back.text}</a>
        </p>
      </section>
    </div>
  );
}
