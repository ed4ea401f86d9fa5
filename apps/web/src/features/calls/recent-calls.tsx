import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Moment } from '../../shared/ui/moment';
import { ResultBadge } from './call-marks';
import { callsQuery } from './queries';
import classes from './recent-calls.module.css';

const shown = 3;

/** The last calls with a number: when, how they ended, who talked. */
export function RecentCalls({ phone, except }: { phone: string; except: string }) {
  const { t } = useTranslation('calls');
  const { data } = useInfiniteQuery(callsQuery({ phone }));
  const calls = data?.pages[0]?.items.filter((call) => call.id !== except).slice(0, shown);
  if (!calls) {
    return null;
  }
  return (
    <div className={classes.recent}>
      <p>{calls.length === 0 ? t('history.first') : t('history.last')}</p>
      {calls.length > 0 && (
        <ul>
          {calls.map((call) => (
            <li key={call.id}>
              <Link to={`/calls/${call.id}`}>
                <Moment at={call.startedAt} />
              </Link>
              <span className={classes.who}>{call.employeeName}</span>
              <ResultBadge call={call} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
