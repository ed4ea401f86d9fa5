import type { CallItem, Recording, Transcript } from '@callboard/contracts';
import { Loader } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { isThere } from './playable';
import { requestTranscriptMutation, transcriptQuery } from './queries';
import { useReasonText } from './reason-text';
import classes from './recordings-panel.module.css';
import { TranscriptText } from './transcript-text';

interface TranscriptPanelProps {
  call: CallItem;
  part: Recording;
  name: string;
}

/** What was said in a part: asked for on demand, awaited, read and clicked. */
export function TranscriptPanel({ call, part, name }: TranscriptPanelProps) {
  const { t } = useTranslation('recordings');
  const client = useQueryClient();
  const request = useMutation(requestTranscriptMutation(part.id, client));
  const wasAskedFor = part.transcriptState !== 'none' || request.isSuccess;
  const { data, error, refetch } = useQuery({ ...transcriptQuery(part.id), enabled: wasAskedFor });
  const shown = data?.state ?? part.transcriptState;
  const failure = request.error ?? error;
  return (
    <section className={classes.transcript} aria-label={t('transcript.titleOf', { name })}>
      {failure && (
        <ProblemNotice error={failure} onRetry={request.error ? undefined : () => void refetch()} />
      )}
      {data?.state === 'ready' ? (
        <ReadyText call={call} transcript={data} />
      ) : (
        <Unready
          state={shown}
          hasAudio={isThere(part.state)}
          reason={data?.reason ?? null}
          pending={request.isPending}
          onRequest={() => request.mutate()}
        />
      )}
    </section>
  );
}

function ReadyText({ call, transcript }: { call: CallItem; transcript: Transcript }) {
  const { t } = useTranslation('recordings');
  return transcript.phrases.length === 0 ? (
    <p className={classes.dim}>{t('transcript.empty')}</p>
  ) : (
    <TranscriptText call={call} transcript={transcript} />
  );
}

interface UnreadyProps {
  state: Recording['transcriptState'];
  /** False while the recording is still on its way, so that there is nothing to write down yet. */
  hasAudio: boolean;
  reason: string | null;
  pending: boolean;
  onRequest: () => void;
}

function Unready({ state, hasAudio, reason, pending, onRequest }: UnreadyProps) {
  const { t } = useTranslation('recordings');
  const reasonOf = useReasonText();
  const hint = hasAudio ? 'transcript.requestHint' : 'transcript.notYet';
  const isAsked = state === 'requested' || state === 'ready';
  return (
    <>
      <p className={classes.dim} role="status">
        {state === 'requested' && <Loader size="xs" type="dots" aria-hidden />}
        {state === 'none' ? t(hint) : state !== 'ready' && t(`transcript.${state}`)}
        {reason && ` ${reasonOf(reason) ?? ''}`}
      </p>
      {!isAsked && hasAudio && (
        <BusyButton size="xs" variant="default" loading={pending} onClick={onRequest}>
          {state === 'none' ? t('transcript.request') : t('transcript.again')}
        </BusyButton>
      )}
    </>
  );
}
