import { computed, effect, signal } from '@preact/signals';
import type { AgreementView, GradeList, InstallationView, NoticeList } from '../../api/parties-contract.ts';
import type { CaseSummary, WarningSummary } from '../../api/protocol-contract.ts';
import type { Page } from '../query/pages.ts';
import { search } from '../query/search.ts';
import { me } from '../session/session.ts';
import { connections } from './link.ts';
import { type Remote, remote } from './remote.ts';

/** Counts what makes protocol answers old: an event of a warning or case, another person, a link that was broken. */
export const protocolChanges = signal(0);

export const installation: Remote<InstallationView> = remote(() => '/api/v1/installation');
export const agreement: Remote<AgreementView> = remote(() => '/api/v1/agreement');
/** Whether this page may ask for warnings and cases at all. */
export const mayRead = computed(() => installation.body.value?.reading === 'open' || me.value !== null);

export const warnings: Remote<Page<WarningSummary>> = remote(() => readable('/api/v1/warnings?limit=100'));
export const cases: Remote<Page<CaseSummary>> = remote(() => readable('/api/v1/cases?limit=100'));
export const grades: Remote<GradeList> = remote(() => '/api/v1/grades');
export const notices: Remote<NoticeList> = remote(() =>
  me.value === null ? null : `/api/v1/notices${search({ jurisdiction: me.value.jurisdiction })}`,
);

function readable(url: string): string | null {
  return mayRead.value ? url : null;
}

/** The part of the protocols that every page shows: header, rail, strip. A screen asks for its own warning or case itself. */
export function startProtocol(): void {
  effect(() => {
    connections.value;
    installation.refresh();
    agreement.refresh();
  });
  effect(() => {
    protocolChanges.value;
    connections.value;
    mayRead.value;
    me.value;
    for (const one of [warnings, cases, grades, notices]) one.refresh();
  });
}

/** A drill marks every page, whatever the page is about. */
export const exercise = computed(() => installation.body.value?.exercise ?? false);
