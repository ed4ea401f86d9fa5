import type { CallDetail, TimelineEntry } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { exactMoment, timeWithSeconds } from '../../../shared/format/time';
import { Panel } from '../../../shared/ui/panel';
import classes from './call-card.module.css';

/** Every step of the call with its time. */
export function Timeline({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  return (
    <Panel title={t('timeline.title')}>
      {call.timeline.length === 0 ? (
        <p className={classes.dim}>{t('timeline.empty')}</p>
      ) : (
        <ol className={classes.timeline}>
          {call.timeline.map((entry, index) => (
            <Step key={index} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Step({ entry }: { entry: TimelineEntry }) {
  const { t, i18n } = useTranslation('calls');
  const who = [entry.employeeName, entry.extension && t('extension', { number: entry.extension })]
    .filter(Boolean)
    .join(' · ');
  return (
    <li data-kind={entry.kind}>
      <time dateTime={entry.at} title={exactMoment(entry.at, i18n.language)}>
        {timeWithSeconds(entry.at, i18n.language)}
      </time>
      <span>
        {t(`timeline.${entry.kind}`)}
        {who && ` · ${who}`}
        {entry.detail && (
          <span className={classes.dim}> · {t('timeline.pbxSaid', { words: entry.detail })}</span>
        )}
      </span>
    </li>
  );
}
