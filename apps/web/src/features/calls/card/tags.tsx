import type { CallDetail } from '@callboard/contracts';
import { TagsInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../shared/ui/panel';
import { ProblemNotice } from '../../../shared/ui/problem-notice';
import { updateCallMutation } from '../queries';

const mostTags = 20;
const longestTag = 40;

/** The call's tags, saved as they are changed. */
export function Tags({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  const save = useMutation(updateCallMutation(call.id, useQueryClient()));
  const shown = save.isPending ? (save.variables.tags ?? call.tags) : call.tags;
  return (
    <Panel title={t('tags.title')}>
      <TagsInput
        aria-label={t('tags.title')}
        placeholder={t('tags.hint')}
        value={shown}
        maxTags={mostTags}
        maxLength={longestTag}
        acceptValueOnBlur
        onChange={(tags) => save.mutate({ tags })}
      />
      {save.error && <ProblemNotice error={save.error} />}
    </Panel>
  );
}
