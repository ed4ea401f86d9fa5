import type { CallDetail } from '@callboard/contracts';
import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../../../shared/ui/panel';
import { ProblemNotice } from '../../../shared/ui/problem-notice';
import { updateCallMutation } from '../queries';
import classes from './call-card.module.css';

/** The contact of the call: known, to be chosen among several, or to be created. */
export function Matches({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  const choose = useMutation(updateCallMutation(call.id, useQueryClient()));
  const several = call.matches.length > 1;
  return (
    <Panel title={t('matches.title')}>
      {several && <p className={classes.dim}>{t('matches.several', { count: call.matches.length })}</p>}
      {call.matches.map((match) => (
        <div key={match.contactId} className={classes.match}>
          <div>
            <p>
              <Link to={`/contacts/${match.contactId}`}>{match.name}</Link>
              {match.company && match.company !== match.name && ` · ${match.company}`}
            </p>
            {match.managerName && (
              <p className={classes.dim}>{t('matches.manager', { name: match.managerName })}</p>
            )}
          </div>
          {several && (
            <Button
              size="xs"
              variant={match.contactId === call.contactId ? 'light' : 'default'}
              aria-pressed={match.contactId === call.contactId}
              aria-label={t('matches.chooseName', { name: match.name })}
              disabled={choose.isPending}
              onClick={() => choose.mutate({ contactId: match.contactId })}
            >
              {match.contactId === call.contactId ? t('matches.chosen') : t('matches.choose')}
            </Button>
          )}
        </div>
      ))}
      {call.matches.length === 0 && <NoMatch call={call} />}
      {choose.error && <ProblemNotice error={choose.error} />}
    </Panel>
  );
}

function NoMatch({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  if (call.contactId) {
    return <Link to={`/contacts/${call.contactId}`}>{call.contactName ?? t('matches.open')}</Link>;
  }
  return (
    <Group justify="space-between">
      <span className={classes.dim}>{call.externalNumber ? t('matches.none') : t('matches.hidden')}</span>
      {call.externalNumber && (
        <Button
          size="xs"
          variant="default"
          component={Link}
          to={`/contacts/new?phone=${encodeURIComponent(call.externalNumber)}`}
        >
          {t('matches.create')}
        </Button>
      )}
    </Group>
  );
}
