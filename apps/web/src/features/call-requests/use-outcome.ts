import type { CallRequest, CallRequestFailure } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../shared/session/viewer';
import { useProblemText } from '../../shared/ui/problem-text';

/** Why a wish came to nothing, and the ways on. */
export interface CallOutcome {
  title: string;
  help: string;
  /** The PBX's own words, where it gave any. */
  detail: string | null;
  /** `retry` where it can help and can not ring twice, `correct` where the number needs another look. */
  remedy: 'retry' | 'correct' | null;
  /** Where the cause is put right, for those who may. */
  settings: string | null;
}

/** Where an administrator puts a cause right. */
const remedies: Partial<Record<CallRequestFailure, string>> = {
  no_extension: '/settings/zadarma/pbx',
  extension_inactive: '/settings/zadarma/pbx',
  pbx_not_configured: '/settings/zadarma/connection',
  wrong_key: '/settings/zadarma/connection',
};

/** Says in words how a wish failed; null as long as it has not. */
export function useOutcome(request: CallRequest | undefined, problem: Error | null): CallOutcome | null {
  const { t } = useTranslation('callRequests');
  const textOf = useProblemText();
  const isAdmin = useViewer().role === 'admin';
  if (problem) {
    return { title: t('notSent'), help: textOf(problem), detail: null, remedy: 'retry', settings: null };
  }
  const code = request && failureOf(request);
  if (!code) {
    return null;
  }
  return {
    title: t(`failure.${code}.title`),
    help: t(`failure.${code}.help`, { extension: request.extension ?? '' }),
    detail: request.failure?.detail ?? null,
    remedy: code === 'bad_number' ? 'correct' : request.state === 'failed' ? 'retry' : null,
    settings: (isAdmin && remedies[code]) || null,
  };
}

function failureOf({ state, failure }: CallRequest): CallRequestFailure | null {
  if (state === 'unknown') {
    return failure?.code ?? 'outcome_unknown';
  }
  return state === 'failed' ? (failure?.code ?? 'call_failed') : null;
}
