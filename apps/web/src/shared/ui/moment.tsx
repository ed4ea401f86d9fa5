import { useTranslation } from 'react-i18next';
import { useNow } from '../format/now';
import { exactMoment, relativeTime, shortMoment } from '../format/time';

interface MomentProps {
  at: string;
  /** `relative` for rows under a day heading, `date` where the day is not said. */
  look?: 'relative' | 'date';
}

/** A moment as people say it, exact on hover and for machines. */
export function Moment({ at, look = 'date' }: MomentProps) {
  const { i18n } = useTranslation();
  const now = useNow();
  const format = look === 'relative' ? relativeTime : shortMoment;
  return (
    <time dateTime={at} title={exactMoment(at, i18n.language)}>
      {format(at, i18n.language, now)}
    </time>
  );
}
