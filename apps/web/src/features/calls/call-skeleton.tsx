import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './call-skeleton.module.css';

const rows = Array.from({ length: 9 }, (_, index) => index);

/** The shape of the list while its first page is on the way. */
export function CallSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')}>
      {rows.map((row) => (
        <div key={row} className={classes.row}>
          <Skeleton height={12} width={`${52 + ((row * 17) % 36)}%`} />
          <Skeleton height={12} width="70%" />
          <Skeleton height={18} width={96} radius="xl" />
        </div>
      ))}
    </div>
  );
}
