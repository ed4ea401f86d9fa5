import type { CallDetail, CallMatch, UpdateCallBody } from '@callboard/contracts';
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
        <Match
          key={match.contactId}
          match={match}
          on={match.contactId === call.contactId}
          onChoose={several && !choose.isPending ? choose.mutate : undefined}
        />
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

interface MatchProps {
  match: CallMatch;
  on: boolean;
  /** Offered where there is a choice. */
  onChoose?: ((body: UpdateCallBody) => void) | undefined;
}

function Match({ match, on, onChoose }: MatchProps) {
  const { t } = useTranslation('calls');
  const word = on ? t('matches.chosen') : t('matches.choose');
  return (
    <div className={classes.match}>
      <div>
        <p>
          <Link to={`/contacts/${match.contactId}`}>{match.name}</Link>
          {match.company && match.company !== match.name && ` · ${match.company}`}
        </p>
        {match.managerName && (
          <p className={classes.dim}>{t('matches.manager', { name: match.managerName })}</p>
        )}
      </div>
      {onChoose && (
        <Button
          size="xs"
          variant={on ? 'light' : 'default'}
          aria-pressed={on}
          aria-label={`${word}: ${match.name}`}
          onClick={() => onChoose({ contactId: match.contactId })}
        >
          {word}
        </Button>
      )}
    </div>
  );
}
