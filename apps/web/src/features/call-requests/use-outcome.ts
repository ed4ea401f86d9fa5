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
  /** Milliseconds until a retry is a new wish and not the same one again. */
  rest: number;
  /** Where the cause is put right, for those who may. */
  settings: string | null;
}

/** Within this the server takes a second click on a number for the first. */
const sameWish = 5_000;

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
    const words = { title: t('notSent'), help: textOf(problem), detail: null };
    return { ...words, remedy: 'retry', rest: 0, settings: null };
  }
  const code = request && failureOf(request);
  if (!code) {
    return null;
  }
  const isMadeAfterAll = request.state === 'unknown' && request.callId !== null;
  return isMadeAfterAll
    ? { title: t('wentThrough.title'), help: t('wentThrough.help'), detail: null, ...noRemedy }
    : {
        title: t(`failure.${code}.title`),
        help: t(`failure.${code}.help`, { extension: request.extension ?? '' }),
        detail: request.failure?.detail ?? null,
        remedy: remedyOf(request, code),
        rest: sameWish,
        settings: (isAdmin && remedies[code]) || null,
      };
}

const noRemedy = { remedy: null, rest: 0, settings: null };

function remedyOf({ state }: CallRequest, code: CallRequestFailure): CallOutcome['remedy'] {
  if (code === 'bad_number') {
    return 'correct';
  }
  return state === 'failed' ? 'retry' : null;
}

function failureOf({ state, failure }: CallRequest): CallRequestFailure | null {
  if (state === 'unknown') {
    return failure?.code ?? 'outcome_unknown';
  }
  return state === 'failed' ? (failure?.code ?? 'call_failed') : null;
}
